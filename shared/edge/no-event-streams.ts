/**
 * Stands in for `@smithy/core/event-streams` in every bundle (`lib/constructs/function-bundle.ts`). The SDK reads and writes
 * streams of events by it: nothing that is asked here answers with one, and Bedrock's client makes its parts for commands
 * that nobody sends.
 */
export class EventStreamCodec {}
export const eventStreamSerdeProvider = (): undefined => undefined;
export const resolveEventStreamSerdeConfig = <Config>(config: Config): Config => config;
export const iterableToReadableStream = undefined;
export const readableStreamToIterable = undefined;
