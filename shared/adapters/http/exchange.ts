import type { ClientRequest, IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { SendErrorClass, SendResult, SendTiming } from '../../domain/delivery.ts';
import { type SocketTrace, traceOf } from './guarded-agents.ts';
import { type BoundedBytes, bodyText, MAX_BODY_READ, readBounded } from './response-body.ts';
import { classifyFailure, SendFailure, type Stage } from './send-failure.ts';

/** Each counts from the start of the attempt, in ms of wall time. */
export interface Deadlines {
  /** Name look-up, connection and TLS. */
  connectMs: number;
  /** The response's head. */
  headersMs: number;
  /** Everything, the response's body included. */
  totalMs: number;
}

/** Bytes taken from a socket before an attempt has its response's head, at most: interim ones and blank lines included. */
const MAX_HEADS_READ = 64 * 1_024;
/** Bytes taken in one attempt for all that is no body, at most: heads, chunk sizes. */
const MAX_FRAMING_READ = 64 * 1_024;
/** Bytes taken in one attempt, at most, if no more of a body is asked for than usual. */
export const MAX_WIRE_READ = MAX_BODY_READ + MAX_FRAMING_READ;
/** Characters kept of a Retry-After: every valid one is shorter. */
const MAX_RETRY_AFTER_LENGTH = 64;

/** What one attempt came back with, and what its result has no room for. */
export interface Exchanged {
  result: SendResult;
  /** It failed before anything of the request can have left. */
  unsent: boolean;
  /** The body as it came, if all of the response did. */
  received?: ReceivedBody;
}

export interface ReceivedBody extends BoundedBytes {
  /** The header as received. */
  encoding?: string | undefined;
}

/** What is sent, and how much of the answer's body is read: 64 KiB unless `most` says otherwise. */
export interface Payload {
  body: string | undefined;
  most?: number | undefined;
}

/** The story of one attempt, written down as it happens. */
interface Attempt {
  readonly startedAt: number;
  readonly now: () => number;
  readonly request: ClientRequest;
  readonly most: number;
  trace?: SocketTrace | undefined;
  reused: boolean;
  response?: IncomingMessage;
  headAt?: number;
  /** The wire brought more than an answer needs. */
  overflown: boolean;
  unmeter?: () => void;
  /** The first failure: what follows from it does not count. */
  failure?: SendFailure;
}

/** Sends the body, waits for the whole response within the deadlines, and tells what came. Never rejects. */
export async function exchange(
  request: ClientRequest,
  { body, most = MAX_BODY_READ }: Payload,
  deadlines: Deadlines,
  now: () => number,
): Promise<Exchanged> {
  const attempt: Attempt = { startedAt: now(), now, request, most, reused: false, overflown: false };
  const disarm = armDeadlines(attempt, deadlines);
  try {
    const response = await responseHead(attempt, body);
    return await received(attempt, response, await readBounded(response, () => attempt.overflown, most));
  } catch (error) {
    return failed(attempt, attempt.failure ?? classifyFailure(error, stageOf(attempt)));
  } finally {
    disarm();
    attempt.unmeter?.();
  }
}

function armDeadlines(attempt: Attempt, deadlines: Deadlines): () => void {
  const timers = [
    setTimeout(() => !isReady(attempt) && abort(attempt, phaseTimeout(attempt.trace)), deadlines.connectMs),
    setTimeout(() => !attempt.response && abort(attempt, 'response.timeout'), deadlines.headersMs),
    setTimeout(() => abort(attempt, 'response.deadline'), deadlines.totalMs),
  ];
  return () => timers.forEach(clearTimeout);
}

/** Which phase the connect deadline met. */
export function phaseTimeout(trace: SocketTrace | undefined): SendErrorClass {
  if (trace?.connectedAt !== undefined) return 'tls.timeout';
  const resolving = trace !== undefined && trace.resolvedAt === undefined && trace.address === undefined;
  return resolving ? 'dns.timeout' : 'connect.timeout';
}

function abort(attempt: Attempt, error: SendErrorClass): void {
  attempt.failure ??= new SendFailure(error);
  attempt.request.destroy(attempt.failure);
  attempt.response?.destroy(attempt.failure);
}

function responseHead(attempt: Attempt, body: string | undefined): Promise<IncomingMessage> {
  const { request } = attempt;
  return new Promise((resolve, reject) => {
    request.once('socket', (socket) => noteSocket(attempt, socket));
    request.on('error', (error) => {
      attempt.failure ??= classifyFailure(error, stageOf(attempt));
      reject(attempt.failure);
    });
    request.once('close', () => reject(new SendFailure('request.closed')));
    const arrived = (response: IncomingMessage) => {
      attempt.headAt = attempt.now();
      attempt.response = response;
      resolve(response);
    };
    request.once('response', arrived);
    request.once('upgrade', (response, socket) => {
      arrived(response);
      socket.destroy();
    });
    request.end(body);
  });
}

function noteSocket(attempt: Attempt, socket: Duplex): void {
  attempt.trace = traceOf(socket);
  attempt.reused = attempt.request.reusedSocket;
  let taken = 0;
  const meter = (bytes: Buffer): void => {
    taken += bytes.length;
    if (taken > (attempt.response ? attempt.most + MAX_FRAMING_READ : MAX_HEADS_READ)) overflow(attempt);
  };
  socket.on('data', meter);
  attempt.unmeter = () => socket.off('data', meter);
}

// What came of a body until then is as good as one that was cut at its limit; without a head there is no answer.
function overflow(attempt: Attempt): void {
  attempt.overflown = true;
  if (attempt.response) attempt.response.destroy();
  else abort(attempt, 'response.headers_too_large');
}

function isReady(attempt: Attempt): boolean {
  return attempt.trace?.readyAt !== undefined;
}

function stageOf({ trace, response }: Attempt): Stage {
  if (response) return 'responding';
  if (trace?.readyAt !== undefined) return 'requesting';
  return trace?.connectedAt === undefined ? 'connecting' : 'securing';
}

async function received(attempt: Attempt, response: IncomingMessage, body: BoundedBytes): Promise<Exchanged> {
  const { headers, statusCode } = response;
  const retryAfter = headers['retry-after'];
  const timing = timingOf(attempt);
  const result: SendResult = {
    kind: 'response',
    status: statusCode ?? 0,
    ...(retryAfter === undefined ? {} : { retry_after: retryAfter.slice(0, MAX_RETRY_AFTER_LENGTH) }),
    body: await bodyText(response, body),
    ...addressOf(attempt),
    timing,
  };
  return { result, unsent: false, received: { ...body, encoding: headers['content-encoding'] } };
}

function failed(attempt: Attempt, failure: SendFailure): Exchanged {
  const status = attempt.response?.statusCode;
  const result: SendResult = {
    kind: 'error',
    error: failure.sendError,
    ...(status === undefined ? {} : { status }),
    ...(failure.code ? { detail: failure.code } : {}),
    ...addressOf(attempt),
    timing: timingOf(attempt),
  };
  return { result, unsent: !isReady(attempt) };
}

function addressOf({ trace }: Attempt): { address?: string } {
  return trace?.address ? { address: trace.address } : {};
}

function timingOf({ startedAt, now, trace, reused, headAt }: Attempt): SendTiming {
  const readyAt = reused ? startedAt : trace?.readyAt;
  return {
    ...(trace && !reused ? connectionPhases(trace) : {}),
    ...(headAt === undefined || readyAt === undefined ? {} : { first_byte_ms: tenths(headAt - readyAt) }),
    total_ms: tenths(now() - startedAt),
  };
}

function connectionPhases({ openedAt, resolvedAt, connectedAt, readyAt }: SocketTrace): Partial<SendTiming> {
  return {
    ...(resolvedAt === undefined ? {} : { dns_ms: tenths(resolvedAt - openedAt) }),
    ...(connectedAt === undefined ? {} : { connect_ms: tenths(connectedAt - (resolvedAt ?? openedAt)) }),
    ...(connectedAt === undefined || readyAt === undefined || readyAt === connectedAt
      ? {}
      : { tls_ms: tenths(readyAt - connectedAt) }),
  };
}

function tenths(ms: number): number {
  return Math.round(ms * 10) / 10;
}
