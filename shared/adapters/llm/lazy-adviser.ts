import type { Adviser, Journal } from '../../ports.ts';

/** An adviser that is loaded by its first question; one that cannot be loaded has no opinion, and the next question tries again. */
export function lazyAdviser(load: () => Promise<Adviser>, journal: Journal): Adviser {
  let loading: Promise<Adviser> | undefined;
  return {
    async advise(text) {
      try {
        loading ??= load();
        return await (await loading).advise(text);
      } catch (error) {
        loading = undefined;
        journal.error('adviser.not_loaded', { error: error instanceof Error ? error.name : 'unknown' });
        return undefined;
      }
    },
  };
}
