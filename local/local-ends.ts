import type { IncomingMessage } from 'node:http';
import * as z from 'zod';
import type { CallSnapshot } from './call-counts.ts';
import type { Pause, TwinClock } from './clock.ts';
import type { PoolReport } from './function-pool.ts';
import { readJson } from './http-body.ts';
import type { RequestHandler } from './http-door.ts';
import { splitTarget } from './http-event.ts';
import { type HttpAnswer, jsonAnswer, problem, send } from './http-response.ts';
import type { SocketHub } from './socket-hub.ts';

const TEN_YEARS_S = 10 * 366 * 86_400;
const Advance = z.strictObject({ seconds: z.number().min(0).max(TEN_YEARS_S) });

export interface LocalEndsOptions {
  clock: TwinClock;
  pause: Pause;
  calls: { snapshot(): CallSnapshot; reset(): void };
  functions(): Record<string, PoolReport>;
  sockets: Pick<SocketHub, 'endAll'>;
  /** Answers what is asked below `/_local/aws`. */
  aws(request: IncomingMessage, path: string): Promise<HttpAnswer>;
}

/** Answers `/_local/…`: the twin's own ends, which are never there on AWS. */
export function createLocalEnds(options: LocalEndsOptions): RequestHandler {
  const { clock, pause, calls, functions, sockets, aws } = options;
  const time = (): HttpAnswer =>
    jsonAnswer(200, { now: new Date(clock.now()).toISOString(), speed: clock.speed });
  const ends: Record<string, (request: IncomingMessage) => HttpAnswer | Promise<HttpAnswer>> = {
    'GET /_local/clock': time,
    'POST /_local/clock/advance': async (request) => {
      const asked = Advance.safeParse(await readJson(request));
      if (!asked.success) return problem(422, `seconds must be a number from 0 to ${TEN_YEARS_S}`);
      await clock.advance(asked.data.seconds, pause);
      return time();
    },
    'GET /_local/calls': () => jsonAnswer(200, calls.snapshot()),
    'POST /_local/calls/reset': () => {
      calls.reset();
      return jsonAnswer(200, calls.snapshot());
    },
    'GET /_local/functions': () => jsonAnswer(200, functions()),
    'POST /_local/sockets/end': () => jsonAnswer(200, { ended: sockets.endAll() }),
  };
  return (request, response) => {
    const { path } = splitTarget(request.url ?? '/');
    const end =
      ends[`${request.method} ${path}`] ??
      (isOfAws(path)
        ? () => aws(request, path)
        : () => problem(404, `there is no ${request.method} ${path}`));
    Promise.resolve(request)
      .then(end)
      .catch((error: unknown) => problem(500, error instanceof Error ? error.message : String(error)))
      .then((answer) => send(response, answer));
  };
}

const isOfAws = (path: string): boolean => /^\/_local\/aws(\/|$)/.test(path);
