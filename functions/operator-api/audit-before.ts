import { AddBot } from '../../shared/contracts/operator-bots.ts';
import { TemplateRollback } from '../../shared/contracts/operator-templates.ts';
import type { Audited } from '../../shared/domain/audit.ts';
import {
  CANNED_REPLIES_DOCUMENT,
  KEYWORDS_DOCUMENT,
  POLICY_DOCUMENT,
  templateDocument,
} from '../../shared/domain/documents.ts';
import { MODEL_DOCUMENT } from '../../shared/domain/published-model.ts';
import { isTemplateKey } from '../../shared/domain/texts.ts';
import { readJson } from '../../shared/edge/request-body.ts';
import type { OperatorDoor, OperatorRequest } from './operator-route.ts';
import { idIn } from './path-ids.ts';

type Asked = Pick<OperatorRequest, 'event' | 'parameters'>;
type Reading = (door: OperatorDoor, asked: Asked) => Promise<object | undefined>;

const versionOf =
  (name: string): Reading =>
  async ({ documents }) => ({ version: (await documents.document(name))?.version ?? 0 });

const templateNamed = (named: (asked: Asked) => string | undefined): Reading => {
  return async (door, asked) => {
    const key = named(asked) ?? '';
    return isTemplateKey(key) ? versionOf(templateDocument(key))(door, asked) : undefined;
  };
};

const endpoint: Reading = async ({ endpoints }, { parameters }) => {
  const found = await endpoints.endpoint(idIn(parameters, 'endpoint_id'));
  return found && { state: found.state.name };
};

const incident: Reading = async ({ incidents }, { parameters }) => {
  const found = await incidents.incident(idIn(parameters, 'incident_id'));
  return found && { version: found.version, state: found.state };
};

const broadcast: Reading = async ({ broadcasts }, { parameters }) => {
  const found = await broadcasts.broadcast(idIn(parameters, 'broadcast_id'));
  return found && { state: found.state };
};

const access: Reading = async ({ people }, { parameters }) => {
  const found = await people.operators.operator(idIn(parameters, 'operator_id'));
  return found && { enabled: found.disabled_at === undefined };
};

const partnerAccess: Reading = async ({ partners }, { parameters }) => {
  const found = await partners.partners.partner(idIn(parameters, 'partner_id'));
  return found && { enabled: found.disabled_at === undefined };
};

/**
 * How what is about to be changed stands, as it was read right before: so that an entry tells it although its change never
 * came to an end. What is not here tells it by its handler, or was not there before.
 */
export const BEFORE: Partial<Record<Audited, Reading>> = {
  'policy.changed': versionOf(POLICY_DOCUMENT),
  'policy.rolled_back': versionOf(POLICY_DOCUMENT),
  'template.changed': templateNamed(({ parameters }) => parameters['scenario']),
  'template.rolled_back': templateNamed(({ event }) => {
    const { data } = TemplateRollback.safeParse(readJson(event));
    return data?.scenario;
  }),
  'keyword.added': versionOf(KEYWORDS_DOCUMENT),
  'keyword.removed': versionOf(KEYWORDS_DOCUMENT),
  'keywords.rolled_back': versionOf(KEYWORDS_DOCUMENT),
  'canned_reply.saved': versionOf(CANNED_REPLIES_DOCUMENT),
  'canned_reply.removed': versionOf(CANNED_REPLIES_DOCUMENT),
  'model.published': versionOf(MODEL_DOCUMENT),
  'model.rolled_back': versionOf(MODEL_DOCUMENT),
  'endpoint.enabled': endpoint,
  'endpoint.disabled': endpoint,
  'incident.confirmed': incident,
  'incident.dismissed': incident,
  'incident.changed': incident,
  'incident.resolved': incident,
  'incident.merged': incident,
  'broadcast.paused': broadcast,
  'broadcast.resumed': broadcast,
  'broadcast.cancelled': broadcast,
  'webhook_secret.rotated': async ({ secrets }, { parameters }) => {
    const found = await secrets.directory.partner(idIn(parameters, 'partner_id'));
    return found && { secrets: found.webhook_secrets.length };
  },
  'webhook_signatures.chosen': async ({ signatures }, { parameters }) => {
    const found = await signatures.directory.partner(idIn(parameters, 'partner_id'));
    return found && { asymmetric: found.asymmetric ?? false };
  },
  'webhook_key.rotated': async ({ signatures }) => ({ kid: (await signatures.keys.keys())[0]?.kid ?? null }),
  'token_key.rotated': async ({ people }) => ({
    kid: (await people.tokenKeys.tokenKeys())[0]?.kid ?? null,
  }),
  'operator.disabled': access,
  'operator.enabled': access,
  'operator.password_reset': async ({ people }, { parameters }) => {
    const found = await people.operators.operator(idIn(parameters, 'operator_id'));
    return found && { must_change: found.must_change };
  },
  'operator.sessions_ended': async ({ people }, { parameters }) => {
    const found = await people.operators.operator(idIn(parameters, 'operator_id'));
    return found && { sessions: Object.keys(found.sessions).length };
  },
  'partner.disabled': partnerAccess,
  'partner.enabled': partnerAccess,
  'bot.added': async ({ bots }, { event }) => {
    const { data } = AddBot.safeParse(readJson(event));
    const found = data && (await bots.bots.bot(data.id));
    return found && { username: found.username };
  },
  'bot.removed': async ({ bots }, { parameters }) => {
    const found = await bots.bots.bot(idIn(parameters, 'bot'));
    return found && { username: found.username };
  },
};
