import { createContext, type ReactNode, useContext, useEffect, useMemo, useRef, useState } from 'react';
import { type Binding, isTaken, isWriting, pressed } from './binding.ts';
import { HotkeySheet } from './hotkey-sheet.tsx';
import { useHotkeyTexts } from './texts.ts';

const SECOND_KEY_MS = 900;

interface Registry {
  add(bindings: () => readonly Binding[]): () => void;
  all(): Binding[];
}

const Hotkeys = createContext<Registry | undefined>(undefined);

/** Listens to the keyboard for all screens; of two bindings of a key the one that came last holds. */
export function HotkeysProvider({ children }: { children: ReactNode }) {
  const [sheet, setSheet] = useState(false);
  const registry = useMemo(createRegistry, []);
  const t = useHotkeyTexts();
  const before = useRef({ key: '', at: 0 });
  useEffect(() => {
    const sheetKey: Binding = {
      keys: '?',
      does: t('sheet'),
      group: t('everywhere'),
      run: () => setSheet(true),
    };
    return registry.add(() => [sheetKey]);
  }, [registry, t]);
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing) return;
      const key = pressed(event);
      if (isTaken(key, event.target)) return;
      const { key: first, at } = before.current;
      const sequence = event.timeStamp - at < SECOND_KEY_MS ? `${first} ${key}` : key;
      before.current = { key, at: event.timeStamp };
      const fits = registry.all().filter((one) => one.whileWriting || !isWriting(event.target));
      const chosen =
        fits.findLast(({ keys }) => keys === sequence) ?? fits.findLast(({ keys }) => keys === key);
      if (!chosen) return;
      event.preventDefault();
      chosen.run(event);
    };
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  }, [registry]);
  return (
    <Hotkeys value={registry}>
      {children}
      <HotkeySheet opened={sheet} close={() => setSheet(false)} bindings={sheet ? registry.all() : []} />
    </Hotkeys>
  );
}

/** Binds keys while the component is shown. */
export function useHotkeys(bindings: readonly Binding[]): void {
  const registry = useContext(Hotkeys);
  const latest = useRef(bindings);
  latest.current = bindings;
  useEffect(() => registry?.add(() => latest.current), [registry]);
}

function createRegistry(): Registry {
  const sources = new Set<() => readonly Binding[]>();
  return {
    add(source) {
      sources.add(source);
      return () => void sources.delete(source);
    },
    all: () => [...sources].flatMap((source) => source()),
  };
}
