import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { Lane, Signal } from '../../ports.ts';

/** A lane that is an SQS queue. */
export class SqsLane<Sent = Signal> implements Lane<Sent> {
  readonly #client: SQSClient;
  readonly #queueUrl: string;

  constructor(client: SQSClient, queueUrl: string) {
    this.#client = client;
    this.#queueUrl = queueUrl;
  }

  async send(signal: Sent, delayS = 0, group?: string): Promise<void> {
    const message = messageOf(signal, delayS, group);
    await this.#client.send(new SendMessageCommand({ QueueUrl: this.#queueUrl, ...message }));
  }
}

/** A signal as a queue takes it. On a standard queue a group makes it fair: no order, but no group starves the others. */
export function messageOf(signal: unknown, delayS: number, group: string | undefined) {
  return {
    MessageBody: JSON.stringify(signal),
    ...(delayS > 0 && { DelaySeconds: delayS }),
    ...(group !== undefined && { MessageGroupId: group }),
  };
}
