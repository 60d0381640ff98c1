import type { IncomingMessage } from 'node:http';
import * as z from 'zod';
import type { BrokenServices } from './broken-services.ts';
import type { FunctionHost } from './function-host.ts';
import { readJson } from './http-body.ts';
import { type HttpAnswer, jsonAnswer, problem } from './http-response.ts';
import type { Services } from './twin-services.ts';
import type { Sources } from './twin-sources.ts';
import type { Wiring } from './wiring.ts';

export interface AwsEndsOptions extends Pick<Services, 'queues' | 'scheduler' | 'clock'> {
  wiring: Pick<Wiring, 'queues'>;
  broken: BrokenServices;
  host: Pick<FunctionHost, 'report' | 'limit'>;
  sources: Sources;
}

const Behaviour = z.strictObject({
  status: z.int().check(z.gte(200), z.lte(599)),
  caller: z.optional(z.string()),
});
const Source = z.strictObject({ enabled: z.boolean() });
const Concurrency = z.strictObject({ most: z.int().check(z.gte(0)) });

type End = (request: IncomingMessage, name: string) => Promise<HttpAnswer>;

/**
 * What AWS does that a laptop's twin does not do by itself, on command, and the figures that AWS makes of it: services that
 * refuse (`PUT /_local/aws/services/{service} {status, caller?}`), event sources that are switched off
 * (`PUT /_local/aws/sources/{function} {enabled}`), invocations beyond the account's concurrency that are throttled
 * (`PUT /_local/aws/concurrency {most}`); `GET /_local/aws` has the age of each queue's oldest message, by business time,
 * throttles of each function, and what each group of schedules has dropped.
 */
export function createAwsEnds(
  options: AwsEndsOptions,
): (request: IncomingMessage, path: string) => Promise<HttpAnswer> {
  const { broken, host, sources } = options;
  const ends: [pattern: RegExp, end: End][] = [
    [/^GET \/_local\/aws()$/, async () => jsonAnswer(200, figures(options))],
    [/^PUT \/_local\/aws\/services\/(dynamodb|sqs|ssm|scheduler)$/, taking(Behaviour, broken.set)],
    [
      /^PUT \/_local\/aws\/sources\/([\w-]+)$/,
      taking(Source, (name, { enabled }) => sources.set(name, enabled)),
    ],
    [/^PUT \/_local\/aws\/concurrency()$/, taking(Concurrency, (_, { most }) => host.limit(most))],
  ];
  return async (request, path) => {
    const asked = `${request.method} ${path}`;
    for (const [pattern, end] of ends) {
      const found = pattern.exec(asked);
      if (found) return end(request, found[1] ?? '');
    }
    return problem(404, `there is no ${asked}`);
  };
}

/** @param change false: there is nothing of that name */
function taking<Taken>(schema: z.ZodType<Taken>, change: (name: string, taken: Taken) => unknown): End {
  return async (request, name) => {
    const asked = schema.safeParse(await readJson(request));
    if (!asked.success) return problem(422, z.prettifyError(asked.error));
    return change(name, asked.data) === false
      ? problem(404, `there is no ${name}`)
      : jsonAnswer(200, asked.data);
  };
}

function figures({ wiring, queues, scheduler, clock, host }: AwsEndsOptions) {
  const now = clock.now();
  return {
    queues: wiring.queues.map(({ name, arn }) => {
      const sent = queues.oldestSent(arn);
      const { visible, inFlight, delayed } = queues.depth(arn);
      const oldest_s = sent === undefined ? null : Math.floor((now - sent) / 1_000);
      return { name, visible, in_flight: inFlight, delayed, oldest_s };
    }),
    throttles: Object.fromEntries(
      Object.entries(host.report()).map(([label, { throttles }]) => [label, throttles]),
    ),
    schedules_dropped: scheduler.dropped(),
  };
}
