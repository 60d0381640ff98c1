import { type RefObject, useEffect, useLayoutEffect, useRef, useState } from 'react';

/** So near to its end it is taken to be at its end. */
const NEAR_PX = 60;

interface End {
  scroller: RefObject<HTMLDivElement | null>;
  content: RefObject<HTMLDivElement | null>;
  /** It is scrolled away from its end. */
  away: boolean;
  /** Something has come since then. */
  news: boolean;
  toEnd(): void;
  onScroll(): void;
}

/**
 * Stays at the end when something new comes, if it was there; else offers the way. Where older entries come in above, what is read
 * stays where it was.
 * @param shape changes with whatever is put in, anywhere; 0: nothing is there yet
 * @param newest names what stands last
 */
export function useEnd(shape: string | 0, newest: string | undefined): End {
  const scroller = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const atEnd = useRef(true);
  const held = useRef<Held | undefined>(undefined);
  const [away, setAway] = useState(false);
  const [news, setNews] = useState(false);
  const toEnd = () => {
    const box = scroller.current;
    if (box) box.scrollTop = box.scrollHeight;
  };
  const onScroll = () => {
    const box = scroller.current;
    if (!box) return;
    atEnd.current = box.scrollHeight - box.scrollTop - box.clientHeight < NEAR_PX;
    held.current = heldIn(box, content.current);
    setAway(!atEnd.current);
    if (atEnd.current) setNews(false);
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: something has come in, at either end
  useLayoutEffect(() => {
    const [box, line] = [scroller.current, held.current];
    if (atEnd.current) toEnd();
    else if (box && line?.entry.isConnected) box.scrollTop = line.entry.offsetTop - line.above;
  }, [shape, newest]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: something new has come below
  useLayoutEffect(() => {
    if (!atEnd.current) setNews(true);
  }, [newest]);
  // Pictures arrive late, and the place to write in grows.
  // biome-ignore lint/correctness/useExhaustiveDependencies: as soon as there is something to watch
  useEffect(() => {
    if (!scroller.current || !content.current) return;
    const watch = new ResizeObserver(() => atEnd.current && toEnd());
    watch.observe(scroller.current);
    watch.observe(content.current);
    return () => watch.disconnect();
  }, [shape === 0]);
  return { scroller, content, away, news, toEnd, onScroll };
}

/** The entry that is read, and how far it stands below the upper edge. */
interface Held {
  entry: HTMLElement;
  above: number;
}

/** Lines between days are none: they go to the top with what comes in above. */
function heldIn(box: HTMLElement, content: HTMLElement | null): Held | undefined {
  const entries = [...(content?.querySelectorAll<HTMLElement>(':scope > article, :scope > p') ?? [])];
  const entry = entries.find((one) => one.offsetTop + one.offsetHeight > box.scrollTop);
  return entry && { entry, above: entry.offsetTop - box.scrollTop };
}
