import type { SendResult } from '../../domain/delivery.ts';

/** A store of ours that failed us: nothing of it is the chat's or the text's fault. */
export class Trouble {
  readonly result: SendResult;

  constructor(error: unknown) {
    const detail = error instanceof Error ? error.name : 'unknown';
    this.result = { kind: 'error', error: 'client.exhausted', detail, timing: { total_ms: 0 } };
  }
}

/** What the work comes to, or what went wrong with it. */
export async function ownTrouble<T>(work: () => Promise<T>): Promise<T | Trouble> {
  try {
    return await work();
  } catch (error) {
    return new Trouble(error);
  }
}
