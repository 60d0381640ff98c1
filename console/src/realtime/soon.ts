const SOON_MS = 150;

/** Calls `act` once for each key, a moment after it was first named: a burst of frames is one reading. */
export function soon(act: (key: string) => void): (key: string) => void {
  const waiting = new Set<string>();
  return (key) => {
    if (waiting.has(key)) return;
    waiting.add(key);
    setTimeout(() => {
      waiting.delete(key);
      act(key);
    }, SOON_MS);
  };
}
