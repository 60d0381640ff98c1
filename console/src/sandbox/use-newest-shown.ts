import { type RefObject, useEffect, useRef } from 'react';

/** Scrolls to the end of a list whenever what stands there changes. @param newest names what stands there */
export function useNewestShown<Element extends HTMLElement>(
  newest: string | undefined,
): RefObject<Element | null> {
  const end = useRef<Element>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: whatever is new at the end is scrolled to
  useEffect(() => {
    end.current?.scrollIntoView({ block: 'nearest' });
  }, [newest]);
  return end;
}
