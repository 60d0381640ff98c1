import type { ClockBase } from './clock.ts';

/** What the twin tells every invocation through `globalThis[Symbol.for('firstline.host')]`. */
export interface HostFacts {
  /** From which business time is told; see the clock port. */
  time: ClockBase;
  /** Webhooks may go to `http://localhost` and `http://127.0.0.1`. */
  loopbackWebhooks: true;
}

/** From the twin to a function's process. */
export type ToFunction =
  | { kind: 'load'; host: HostFacts }
  | {
      kind: 'invoke';
      requestId: string;
      functionArn: string;
      event: unknown;
      /** Wall time at which the twin ends the process. */
      deadlineMs: number;
      host: HostFacts;
    };

/** From a function's process to the twin; `began` is sent before the handler is called. */
export type FromFunction =
  | { kind: 'ready' }
  | { kind: 'unloadable'; error: FunctionError }
  | { kind: 'began'; requestId: string }
  | { kind: 'returned'; requestId: string; payload: unknown; peakRssKb: number }
  | { kind: 'threw'; requestId: string; error: FunctionError; peakRssKb: number };

/** A failed invocation, as Lambda words it. */
export interface FunctionError {
  errorType: string;
  errorMessage: string;
  trace?: string[];
}
