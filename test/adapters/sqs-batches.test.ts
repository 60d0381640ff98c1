import { SendMessageBatchCommand, SQSClient } from '@aws-sdk/client-sqs';
import { mockClient } from 'aws-sdk-client-mock';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { SqsBatches } from '../../shared/adapters/aws/sqs-batches.ts';
import { CONVERSATION } from '../builders.ts';

const SIGNAL = { conversation_id: CONVERSATION };
const sqs = mockClient(SQSClient);

/** How many signals each request carried. */
const requests = () =>
  sqs.commandCalls(SendMessageBatchCommand).map(({ args: [{ input }] }) => input.Entries?.length);

let company: SqsBatches;
beforeEach(() => {
  sqs.reset();
  sqs.on(SendMessageBatchCommand).resolves({});
  vi.useFakeTimers();
  company = new SqsBatches(new SQSClient());
});
afterEach(() => {
  vi.useRealTimers();
});

const sending = (queue: string) => () => company.lane(queue).send(SIGNAL);
const attended = (count: number, work: () => Promise<void>) =>
  Promise.all(Array.from({ length: count }, () => company.attend(work)));

describe('what is sent by those who work side by side', () => {
  it('leaves in one request when all of them wait for it', async () => {
    await attended(5, sending('a'));
    expect(requests()).toEqual([5]);
  });

  it('leaves in requests of ten', async () => {
    await attended(23, sending('a'));
    expect(requests()).toEqual([10, 10, 3]);
  });

  it('leaves in a request for each queue', async () => {
    await Promise.all(['a', 'b', 'a'].map((queue) => company.attend(sending(queue))));
    expect(requests()).toEqual([2, 1]);
  });

  it('does not wait for who has nothing to send', async () => {
    await Promise.all([company.attend(sending('a')), company.attend(async () => undefined)]);
    expect(requests()).toEqual([1]);
  });

  it('waits 20 ms for who takes longer, and no more', async () => {
    const longer = Promise.withResolvers<void>();
    const sent = company.attend(sending('a'));
    const late = company.attend(() => longer.promise.then(sending('a')));
    await vi.advanceTimersByTimeAsync(19);
    expect(requests()).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    await sent;
    longer.resolve();
    await late;
    expect(requests()).toEqual([1, 1]);
  });

  it('leaves at once from who works alone, or from nobody’s work', async () => {
    await company.attend(sending('a'));
    await sending('a')();
    expect(requests()).toEqual([1, 1]);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('fails for whom the queue did not take it, and for nobody else', async () => {
    sqs
      .on(SendMessageBatchCommand)
      .resolves({ Failed: [{ Id: '1', Code: 'InternalError', SenderFault: false }] });
    const ends = await Promise.allSettled([1, 2, 3].map(() => company.attend(sending('a'))));
    expect(ends.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(ends[1]).toMatchObject({ reason: { name: 'InternalError' } });
  });

  it('fails for all if the request does, and nobody is kept from the next', async () => {
    sqs.on(SendMessageBatchCommand).rejectsOnce(new Error('throttled')).resolves({});
    const ends = await Promise.allSettled([1, 2].map(() => company.attend(sending('a'))));
    expect(ends.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    await attended(2, sending('a'));
    expect(requests()).toEqual([2, 2]);
  });
});
