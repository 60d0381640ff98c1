import type * as z from 'zod/mini';
import { BroadcastId } from '../../shared/contracts/broadcast-signal.ts';
import { JobId } from '../../shared/contracts/job-signal.ts';
import { EndpointId, PartnerId } from '../../shared/contracts/operator-api.ts';
import { BotId } from '../../shared/contracts/operator-bots.ts';
import { ConversationId } from '../../shared/contracts/operator-inbox.ts';
import { IncidentId } from '../../shared/contracts/operator-incidents.ts';
import { OperatorId } from '../../shared/contracts/operator-people.ts';
import { ClientId } from '../../shared/contracts/partner-api.ts';
import type { Fault } from '../../shared/domain/errors.ts';
import { unknownConversation } from '../../shared/usecases/act-on-conversation.ts';
import { unknownBot } from '../../shared/usecases/ask-bot-api.ts';
import { unknownIncident } from '../../shared/usecases/change-incident.ts';
import { unknownClient } from '../../shared/usecases/export-client.ts';
import { unknownOperator } from '../../shared/usecases/manage-operators.ts';
import { unknownPartner } from '../../shared/usecases/manage-partners.ts';
import { unknownBroadcast } from '../../shared/usecases/start-broadcast.ts';
import { unknownJob } from '../../shared/usecases/start-job.ts';
import { unknownEndpoint } from '../../shared/usecases/switch-endpoint.ts';

interface PathId {
  schema: z.ZodMiniType<string>;
  unknown: () => Fault;
}

const PATH_IDS = {
  bot: { schema: BotId, unknown: unknownBot },
  broadcast_id: { schema: BroadcastId, unknown: unknownBroadcast },
  client_id: { schema: ClientId, unknown: unknownClient },
  conversation_id: { schema: ConversationId, unknown: unknownConversation },
  incident_id: { schema: IncidentId, unknown: unknownIncident },
  endpoint_id: { schema: EndpointId, unknown: unknownEndpoint },
  job_id: { schema: JobId, unknown: unknownJob },
  operator_id: { schema: OperatorId, unknown: unknownOperator },
  partner_id: { schema: PartnerId, unknown: unknownPartner },
} satisfies Record<string, PathId>;

/**
 * An id in a path. One that is none is nobody's, so that no store is asked for it.
 * @throws Fault bot.unknown, broadcast.unknown, client.unknown, conversation.unknown, endpoint.unknown, incident.unknown, job.unknown, operator.unknown, partner.unknown
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
