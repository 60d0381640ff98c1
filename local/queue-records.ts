import type { SQSMessageAttributes, SQSRecord } from 'aws-lambda';
import type { QueuedMessage, SqsQueue, SqsStore } from './fauxqs-engine.ts';

/** Up to `max` (10) visible messages, in flight from here on, as an event source hands them to a function. */
export function takeRecords(store: SqsStore, queue: SqsQueue, max: number): SQSRecord[] {
  const received = queue.dequeue(Math.min(max, 10), undefined, (arn) => store.getQueueByArn(arn));
  return received.map((message) => {
    const queued = queue.inflightMessages.get(message.ReceiptHandle)?.message;
    return {
      messageId: message.MessageId,
      receiptHandle: message.ReceiptHandle,
      body: message.Body,
      md5OfBody: message.MD5OfBody,
      attributes: {
        ApproximateReceiveCount: String(queued?.approximateReceiveCount ?? 1),
        SentTimestamp: String(queued?.sentTimestamp ?? Date.now()),
        SenderId: '000000000000',
        ApproximateFirstReceiveTimestamp: String(queued?.approximateFirstReceiveTimestamp ?? Date.now()),
      },
      messageAttributes: lambdaAttributes(message.MessageAttributes ?? {}),
      eventSource: 'aws:sqs',
      eventSourceARN: queue.arn,
      awsRegion: regionOf(queue.arn),
    };
  });
}

function lambdaAttributes(attributes: QueuedMessage['messageAttributes']): SQSMessageAttributes {
  return Object.fromEntries(
    Object.entries(attributes).map(([name, { DataType, StringValue, BinaryValue }]) => [
      name,
      {
        dataType: DataType,
        ...(StringValue !== undefined && { stringValue: StringValue }),
        ...(BinaryValue !== undefined && { binaryValue: BinaryValue }),
        stringListValues: [],
        binaryListValues: [],
      },
    ]),
  );
}

/** Region in an ARN. */
export function regionOf(arn: string): string {
  return arn.split(':')[3] ?? '';
}
