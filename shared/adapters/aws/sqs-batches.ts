import { SendMessageBatchCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { Lane } from '../../ports.ts';
import { messageOf } from './sqs-lane.ts';

/** Messages that one request takes, by SQS. */
const MOST = 10;
/** How long a signal waits for others to travel with, ms of wall time: about as far apart as records of a batch come to their ends. */
const PATIENCE_MS = 20;

interface Waiting {
  queueUrl: string;
  message: ReturnType<typeof messageOf>;
  settle(failure: Error | undefined): void;
}

/**
 * What is sent by those who work side by side leaves in one request for each queue, which costs as much as one signal does. It
 * leaves when everybody at work waits for it, or after 20 ms; whoever works alone does not wait. Each send ends as its own
 * signal did.
 */
export class SqsBatches {
  readonly #client: SQSClient;
  #waiting: Waiting[] = [];
  #atWork = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(client: SQSClient) {
    this.#client = client;
  }

  /** Counts as one at work until it has ended. It sends one signal after the other. */
  async attend<Result>(work: () => Promise<Result>): Promise<Result> {
    this.#atWork += 1;
    try {
      return await work();
    } finally {
      this.#atWork -= 1;
      this.#leaveIfAllWait();
    }
  }

  lane(queueUrl: string): Lane {
    return {
      send: (signal, delayS = 0, group) => this.#send(queueUrl, messageOf(signal, delayS, group)),
    };
  }

  #send(queueUrl: string, message: Waiting['message']): Promise<void> {
    return new Promise((resolve, reject) => {
      const settle = (failure: Error | undefined): void => (failure ? reject(failure) : resolve());
      this.#waiting.push({ queueUrl, message, settle });
      this.#timer ??= setTimeout(() => this.#leave(), PATIENCE_MS);
      // Those who begin in the same moment are all at work by then.
      queueMicrotask(() => this.#leaveIfAllWait());
    });
  }

  #leaveIfAllWait(): void {
    if (this.#waiting.length >= Math.min(this.#atWork, MOST)) this.#leave();
  }

  #leave(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const leaving = this.#waiting;
    this.#waiting = [];
    for (const [queueUrl, company] of Map.groupBy(leaving, (one) => one.queueUrl))
      for (let from = 0; from < company.length; from += MOST)
        void this.#request(queueUrl, company.slice(from, from + MOST));
  }

  async #request(queueUrl: string, company: readonly Waiting[]): Promise<void> {
    const Entries = company.map(({ message }, at) => ({ Id: `${at}`, ...message }));
    try {
      const sent = await this.#client.send(new SendMessageBatchCommand({ QueueUrl: queueUrl, Entries }));
      const failures = new Map(sent.Failed?.map(({ Id, Code }) => [Id, refusal(Code)]));
      for (const [at, { settle }] of company.entries()) settle(failures.get(`${at}`));
    } catch (error) {
      for (const { settle } of company) settle(error instanceof Error ? error : new Error(String(error)));
    }
  }
}

/** Named like what the same refusal of a single message throws. */
function refusal(code: string | undefined): Error {
  const error = new Error('SQS did not take the signal');
  error.name = code ?? 'SqsFailure';
  return error;
}
