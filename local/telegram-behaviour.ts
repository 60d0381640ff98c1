import { isObject } from './json-shape.ts';
import { type MethodAnswer, refused, tooManyRequests } from './telegram-answer.ts';

/** How the Bot API misbehaves. */
export interface ApiBehaviour {
  /** 200, or what it refuses with. */
  status: number;
  /** How many calls it is for; until changed by default. Typing actions are not counted. */
  times?: number;
  delay_ms: number;
  /** Seconds that a refusal tells to wait. */
  retry_after?: number;
  /** What a refusal says. */
  description?: string;
  /** Instead of an answer: silence; a connection cut before anything is done, or after; a page that is no answer. */
  failure?: (typeof FAILURES)[number];
}

export interface Behaviours {
  /** The one in force. */
  now(): ApiBehaviour;
  /** The one that this call gets. */
  next(method: string): ApiBehaviour;
  /** @returns false if it is none. */
  set(behaviour: unknown): boolean;
}

const FAILURES = ['hang', 'reset', 'reset_after_write', 'garbage'] as const;
const WELL_BEHAVED: ApiBehaviour = { status: 200, delay_ms: 0 };
const DESCRIPTIONS: Record<number, string> = {
  400: 'Bad Request: chat not found',
  401: 'Unauthorized',
  403: 'Forbidden: bot was blocked by the user',
  404: 'Not Found',
  500: 'Internal Server Error',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
  504: 'Gateway Timeout',
};

export const BEHAVIOUR_SHAPE =
  'A behaviour is {"status":200|400–599,"times":1…,"delay_ms":0…,"retry_after":0…,"description":"…",' +
  `"failure":${FAILURES.map((name) => JSON.stringify(name)).join('|')}}.`;

export function createBehaviours(): Behaviours {
  let current = WELL_BEHAVED;
  return {
    now: () => current,
    next(method) {
      const { times } = current;
      const mine = current;
      if (times !== undefined && method !== 'sendChatAction')
        current = times > 1 ? { ...current, times: times - 1 } : WELL_BEHAVED;
      return mine;
    },
    set(input) {
      const behaviour = readBehaviour(input);
      if (behaviour) current = behaviour.times === 0 ? WELL_BEHAVED : behaviour;
      return behaviour !== undefined;
    },
  };
}

/** The refusal that a behaviour asks for, if it does. */
export function refusalOf({ status, retry_after, description }: ApiBehaviour): MethodAnswer | undefined {
  if (status === 200) return undefined;
  if (status === 429 && description === undefined) return tooManyRequests(retry_after ?? 1);
  const words =
    description ?? DESCRIPTIONS[status] ?? (status < 500 ? 'Bad Request' : 'Internal Server Error');
  return refused(status, words, retry_after === undefined ? undefined : { retry_after });
}

function readBehaviour(input: unknown): ApiBehaviour | undefined {
  if (!isObject(input)) return undefined;
  const { status = 200, times, delay_ms = 0, retry_after, description, failure } = input;
  const way = FAILURES.find((name) => name === failure);
  const valid =
    (status === 200 || isCount(status, 400, 599)) &&
    isCount(delay_ms, 0, 600_000) &&
    (times === undefined || isCount(times)) &&
    (retry_after === undefined || isCount(retry_after)) &&
    (description === undefined || typeof description === 'string') &&
    (failure === undefined || way !== undefined);
  if (!valid) return undefined;
  return {
    status,
    delay_ms,
    ...(times !== undefined && { times }),
    ...(retry_after !== undefined && { retry_after }),
    ...(description !== undefined && { description }),
    ...(way !== undefined && { failure: way }),
  };
}

function isCount(value: unknown, least = 0, most = Number.MAX_SAFE_INTEGER): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most;
}
