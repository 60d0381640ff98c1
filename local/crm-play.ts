import type { IncomingMessage, ServerResponse } from 'node:http';
import type { TwinClock } from './clock.ts';
import { isObject, type Json } from './json-shape.ts';

/** A partner's CRM that records what is posted to it, and misbehaves on request. */
export interface CrmPlay {
  /** Answers `/_local/crm/…` (path without the query); false if the path is another's. */
  handle(request: IncomingMessage, response: ServerResponse, path: string): Promise<boolean>;
}

interface Post {
  /** Business time, ISO. */
  at: string;
  headers: IncomingMessage['headers'];
  body: string;
  /** What it was answered; null if nothing. */
  status: number | null;
}

interface Behaviour {
  status: number;
  /** How many posts it is for; until changed by default. */
  times?: number;
  delay_ms: number;
  retry_after?: number;
  /** Instead of an answer: silence, or a reset connection. */
  failure?: 'hang' | 'reset';
}

interface Inbox {
  posts: Post[];
  /** Posts that no longer fit. */
  dropped: number;
  behaviour: Behaviour;
}

const wellBehaved: Behaviour = { status: 200, delay_ms: 0 };
const paths = /^\/_local\/crm\/(?<inbox>[A-Za-z0-9_.-]{1,64})(?<part>\/behaviour)?\/?$/;
const mostPosts = 5_000;
const mostInboxes = 200;
const largestBody = 1_024 * 1_024;

/**
 * `POST /_local/crm/{inbox}` records; `GET` lists it as `{items: [{at, headers, body, status}]}`, oldest first, failed
 * ones too, with `dropped` if there were more than it keeps (5,000); `DELETE` empties it and makes it well-behaved
 * again; `PUT /_local/crm/{inbox}/behaviour` takes `{status, times, delay_ms, retry_after, failure}`.
 */
export function createCrmPlay(clock: Pick<TwinClock, 'now'>): CrmPlay {
  const inboxes = new Map<string, Inbox>();

  function inbox(name: string): Inbox {
    const known = inboxes.get(name) ?? { posts: [], dropped: 0, behaviour: wellBehaved };
    inboxes.set(name, known);
    if (inboxes.size > mostInboxes) inboxes.delete(inboxes.keys().next().value ?? '');
    return known;
  }

  return {
    async handle(request, response, path) {
      const { inbox: name, part } = paths.exec(path)?.groups ?? {};
      if (name === undefined) return false;
      const body = await readText(request);
      if (body === undefined) return answer(response, 413, { detail: `At most ${largestBody} bytes.` });
      switch (`${request.method} ${part ?? ''}`) {
        case 'POST ':
          return receive(inbox(name), new Date(clock.now()).toISOString(), request, response, body);
        case 'GET ':
          return answer(response, 200, listed(inbox(name)));
        case 'DELETE ':
          inboxes.delete(name);
          return answer(response, 200, { items: [] });
        case 'GET /behaviour':
          return answer(response, 200, inbox(name).behaviour);
        case 'PUT /behaviour':
          return behave(inbox(name), response, body);
        default:
          return answer(response, 405, { detail: `${request.method} is not for ${path}.` });
      }
    },
  };
}

function listed({ posts, dropped }: Inbox): Json {
  return dropped === 0 ? { items: posts } : { items: posts, dropped };
}

async function receive(
  inbox: Inbox,
  at: string,
  request: IncomingMessage,
  response: ServerResponse,
  body: string,
): Promise<boolean> {
  const { status, delay_ms, retry_after, failure } = nextBehaviour(inbox);
  inbox.posts.push({ at, headers: request.headers, body, status: failure === undefined ? status : null });
  if (inbox.posts.length > mostPosts) {
    inbox.posts.shift();
    inbox.dropped += 1;
  }
  // Wall time: it is the sender's socket that waits.
  if (delay_ms > 0) await new Promise((resolve) => setTimeout(resolve, delay_ms).unref());
  if (failure === 'reset') request.socket.resetAndDestroy();
  if (failure !== undefined) return true;
  if (retry_after !== undefined) response.setHeader('retry-after', retry_after);
  return answer(response, status, { received: status >= 200 && status < 300 });
}

function nextBehaviour(inbox: Inbox): Behaviour {
  const { behaviour } = inbox;
  if (behaviour.times === undefined) return behaviour;
  inbox.behaviour = behaviour.times > 1 ? { ...behaviour, times: behaviour.times - 1 } : wellBehaved;
  return behaviour;
}

function behave(inbox: Inbox, response: ServerResponse, body: string): boolean {
  const behaviour = parseBehaviour(body);
  if (behaviour === undefined) {
    const detail =
      'A behaviour is {"status":200–599,"times":1…,"delay_ms":0…,"retry_after":0…,"failure":"hang"|"reset"}.';
    return answer(response, 422, { detail });
  }
  inbox.behaviour = behaviour.times === 0 ? wellBehaved : behaviour;
  return answer(response, 200, inbox.behaviour);
}

function parseBehaviour(body: string): Behaviour | undefined {
  const input = parseJson(body);
  if (!isObject(input)) return undefined;
  const { status = 200, times, delay_ms = 0, retry_after, failure } = input;
  const valid =
    isCount(status, 200, 599) &&
    isCount(delay_ms, 0, 600_000) &&
    (times === undefined || isCount(times)) &&
    (retry_after === undefined || isCount(retry_after)) &&
    (failure === undefined || failure === 'hang' || failure === 'reset');
  if (!valid) return undefined;
  return {
    status,
    delay_ms,
    ...(times !== undefined && { times }),
    ...(retry_after !== undefined && { retry_after }),
    ...(failure !== undefined && { failure }),
  };
}

function isCount(value: unknown, least = 0, most = Number.MAX_SAFE_INTEGER): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most;
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

async function readText(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= largestBody) chunks.push(chunk);
  }
  return size > largestBody ? undefined : Buffer.concat(chunks).toString();
}

function answer(response: ServerResponse, status: number, body: unknown): boolean {
  if (response.destroyed) return true;
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(status === 204 || status === 304 ? undefined : JSON.stringify(body));
  return true;
}
