import type * as z from 'zod/mini';
import { JobId } from '../../shared/contracts/job-signal.ts';
import { EndpointId, PartnerId } from '../../shared/contracts/operator-api.ts';
import { BotId } from '../../shared/contracts/operator-bots.ts';
import { Fault } from '../../shared/domain/errors.ts';
import { unknownBot } from '../../shared/usecases/ask-bot-api.ts';
import { unknownJob } from '../../shared/usecases/start-job.ts';
import { unknownEndpoint } from '../../shared/usecases/switch-endpoint.ts';

interface PathId {
  schema: z.ZodMiniType<string>;
  unknown: () => Fault;
}

const PATH_IDS = {
  bot: { schema: BotId, unknown: unknownBot },
  endpoint_id: { schema: EndpointId, unknown: unknownEndpoint },
  job_id: { schema: JobId, unknown: unknownJob },
  partner_id: { schema: PartnerId, unknown: unknownPartner },
} satisfies Record<string, PathId>;

/**
 * An id in a path. One that is none is nobody's, so that no store is asked for it.
 * @throws Fault bot.unknown, endpoint.unknown, job.unknown, partner.unknown
 */
export function idIn(parameters: Record<string, string>, name: keyof typeof PATH_IDS): string {
  const { schema, unknown }: PathId = PATH_IDS[name];
  const parsed = schema.safeParse(parameters[name]);
  if (parsed.success) return parsed.data;
  throw unknown();
}

/** @throws Fault partner.unknown */
export function knownPartner<T>(found: T | undefined): T {
  if (found === undefined) throw unknownPartner();
  return found;
}

function unknownPartner(): Fault {
  return new Fault('partner.unknown', 'there is no partner with this id');
}
