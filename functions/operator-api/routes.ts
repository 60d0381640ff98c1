import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { Fault } from '../../shared/domain/errors.ts';
import { type AdmittingPorts, admitCaller } from '../../shared/edge/admit-caller.ts';
import { nameOfCaller } from '../../shared/edge/caller-rates.ts';
import type { HttpResponse } from '../../shared/edge/responses.ts';
import { matchRoute, type Route } from '../../shared/edge/router.ts';
import type { DeadDeliveries, Endpoints, ParkedUpdates } from '../../shared/ports.ts';
import type { SignaturePorts } from '../../shared/usecases/choose-signatures.ts';
import type { PolicyDryRunPorts } from '../../shared/usecases/dry-run-policy.ts';
import type { FilePorts } from '../../shared/usecases/fetch-file.ts';
import type { FeedbackPorts } from '../../shared/usecases/give-feedback.ts';
import type { HandleReminderPorts } from '../../shared/usecases/handle-reminder.ts';
import type { ExamplesPorts } from '../../shared/usecases/list-examples.ts';
import type { RemindersPorts } from '../../shared/usecases/list-reminders.ts';
import type { KeywordsPreviewPorts } from '../../shared/usecases/preview-keywords.ts';
import type { KeywordPorts } from '../../shared/usecases/publish-keywords.ts';
import type { ModelPorts } from '../../shared/usecases/publish-model.ts';
import type { PolicyPorts } from '../../shared/usecases/publish-policy.ts';
import type { ReplayPorts } from '../../shared/usecases/replay-text.ts';
import type { RotatePorts } from '../../shared/usecases/rotate-webhook-secret.ts';
import type { BotWebhookPorts } from '../../shared/usecases/set-bot-webhook.ts';
import type { SwitchPorts } from '../../shared/usecases/switch-endpoint.ts';
import { deleteBot, getBot, getBots, postBot, postBotWebhook } from './bots.ts';
import { getDeliveries, postRetry } from './deliveries.ts';
import { getEndpoint, getEndpoints, postDisable, postEnable } from './endpoints.ts';
import { getExamples, getFeedback, postFeedback } from './feedback.ts';
import { getFile, getFileLink } from './files.ts';
import { getJob, postCancel, postRedrive } from './jobs.ts';
import {
  deleteKeyword,
  getKeywords,
  getKeywordVersions,
  postKeyword,
  postKeywordsPreview,
  postKeywordsRollback,
} from './keywords.ts';
import {
  getModel,
  getModelPart,
  getModelVersions,
  postModel,
  postModelRollback,
  putModelPart,
} from './models.ts';
import { getParkedUpdates } from './parked-updates.ts';
import { getPolicy, getPolicyVersions, postDryRun, postPolicyRollback, putPolicy } from './policy.ts';
import { getReminders, postCancelReminder, postSendReminder } from './reminders.ts';
import {
  getDiff,
  getTemplate,
  getTemplates,
  getTemplateVersions,
  postPreview,
  postTemplateRollback,
  putTemplate,
} from './templates.ts';
import { getWebhookKeys, postRotateKey } from './webhook-keys.ts';
import { getWebhookSecrets, postRotate } from './webhook-secrets.ts';
import { getSignatures, putSignatures } from './webhook-signatures.ts';

/** All that the operators' door needs. */
export type OperatorDoor = AdmittingPorts &
  ReplayPorts &
  SwitchPorts &
  PolicyPorts &
  RemindersPorts &
  PolicyDryRunPorts &
  KeywordPorts &
  KeywordsPreviewPorts &
  HandleReminderPorts &
  FeedbackPorts &
  ExamplesPorts &
  ModelPorts & {
    dead: DeadDeliveries;
    endpoints: Pick<Endpoints, 'list'>;
    /** Where partners' webhook secrets are kept. */
    secrets: RotatePorts;
    /** Where it is kept which signatures their webhooks carry, and the desk's keys for them. */
    signatures: SignaturePorts;
    /** Where Telegram bots, their tokens and the Bot API are. */
    bots: BotWebhookPorts;
    /** What is fetched of their chats for operators. */
    files: FilePorts;
    parked: Pick<ParkedUpdates, 'parked'>;
  };

export interface LinkRequest {
  event: APIGatewayProxyEventV2;
  parameters: Record<string, string>;
}

export interface OperatorRequest extends LinkRequest {
  /** Who asks. */
  admin: string;
}

type LinkHandler = (door: OperatorDoor, request: LinkRequest) => Promise<HttpResponse>;
type OperatorHandler = (door: OperatorDoor, request: OperatorRequest) => Promise<HttpResponse>;

/** Open to whoever has the link, because a browser shows a picture without our key. */
export const LINK_ROUTES: Route<LinkHandler>[] = [
  { method: 'GET', path: '/api/files/{ticket}', handler: getFile },
];

export const OPERATOR_ROUTES: Route<OperatorHandler>[] = [
  { method: 'GET', path: '/api/deliveries', handler: getDeliveries },
  { method: 'POST', path: '/api/deliveries/redrive', handler: postRedrive },
  { method: 'GET', path: '/api/deliveries/redrive/{job_id}', handler: getJob },
  { method: 'POST', path: '/api/deliveries/redrive/{job_id}/cancel', handler: postCancel },
  { method: 'POST', path: '/api/deliveries/{message_id}/retry', handler: postRetry },
  { method: 'GET', path: '/api/endpoints', handler: getEndpoints },
  { method: 'GET', path: '/api/endpoints/{endpoint_id}', handler: getEndpoint },
  { method: 'POST', path: '/api/endpoints/{endpoint_id}/enable', handler: postEnable },
  { method: 'POST', path: '/api/endpoints/{endpoint_id}/disable', handler: postDisable },
  { method: 'GET', path: '/api/policy', handler: getPolicy },
  { method: 'PUT', path: '/api/policy', handler: putPolicy },
  { method: 'GET', path: '/api/policy/versions', handler: getPolicyVersions },
  { method: 'POST', path: '/api/policy/rollback', handler: postPolicyRollback },
  { method: 'POST', path: '/api/policy/dry-run', handler: postDryRun },
  { method: 'GET', path: '/api/templates', handler: getTemplates },
  // What stands for itself comes before what may stand for any template.
  { method: 'POST', path: '/api/templates/preview', handler: postPreview },
  { method: 'GET', path: '/api/templates/versions', handler: getTemplateVersions },
  { method: 'POST', path: '/api/templates/rollback', handler: postTemplateRollback },
  { method: 'GET', path: '/api/templates/diff', handler: getDiff },
  { method: 'GET', path: '/api/templates/{scenario}', handler: getTemplate },
  { method: 'PUT', path: '/api/templates/{scenario}', handler: putTemplate },
  { method: 'GET', path: '/api/keywords', handler: getKeywords },
  { method: 'POST', path: '/api/keywords', handler: postKeyword },
  { method: 'POST', path: '/api/keywords/preview', handler: postKeywordsPreview },
  { method: 'GET', path: '/api/keywords/versions', handler: getKeywordVersions },
  { method: 'POST', path: '/api/keywords/rollback', handler: postKeywordsRollback },
  { method: 'DELETE', path: '/api/keywords/{keyword_id}', handler: deleteKeyword },
  { method: 'GET', path: '/api/reminders', handler: getReminders },
  { method: 'POST', path: '/api/reminders/{reminder_id}/cancel', handler: postCancelReminder },
  { method: 'POST', path: '/api/reminders/{reminder_id}/send', handler: postSendReminder },
  { method: 'GET', path: '/api/admin/partners/{partner_id}/webhook-secrets', handler: getWebhookSecrets },
  { method: 'POST', path: '/api/admin/partners/{partner_id}/webhook-secrets/rotate', handler: postRotate },
  { method: 'GET', path: '/api/admin/partners/{partner_id}/webhook-signatures', handler: getSignatures },
  { method: 'PUT', path: '/api/admin/partners/{partner_id}/webhook-signatures', handler: putSignatures },
  { method: 'GET', path: '/api/admin/webhook-keys', handler: getWebhookKeys },
  { method: 'POST', path: '/api/admin/webhook-keys/rotate', handler: postRotateKey },
  { method: 'GET', path: '/api/admin/bots', handler: getBots },
  { method: 'POST', path: '/api/admin/bots', handler: postBot },
  { method: 'GET', path: '/api/admin/bots/{bot}', handler: getBot },
  { method: 'DELETE', path: '/api/admin/bots/{bot}', handler: deleteBot },
  { method: 'POST', path: '/api/admin/bots/{bot}/webhook', handler: postBotWebhook },
  { method: 'GET', path: '/api/admin/parked-updates', handler: getParkedUpdates },
  { method: 'GET', path: '/api/feedback', handler: getFeedback },
  { method: 'POST', path: '/api/feedback', handler: postFeedback },
  { method: 'GET', path: '/api/admin/examples', handler: getExamples },
  { method: 'GET', path: '/api/admin/models', handler: getModel },
  { method: 'POST', path: '/api/admin/models', handler: postModel },
  { method: 'GET', path: '/api/admin/models/versions', handler: getModelVersions },
  { method: 'POST', path: '/api/admin/models/rollback', handler: postModelRollback },
  { method: 'GET', path: '/api/admin/models/{model_id}/parts/{part}', handler: getModelPart },
  { method: 'PUT', path: '/api/admin/models/{model_id}/parts/{part}', handler: putModelPart },
  { method: 'GET', path: '/api/files/{message_id}/{number}', handler: getFileLink },
];

/** Answers a request of an admin, or of whoever has a link; a partner's key is known here and opens nothing. */
export async function respond(door: OperatorDoor, event: APIGatewayProxyEventV2): Promise<HttpResponse> {
  const { method } = event.requestContext.http;
  const link = matchRoute(LINK_ROUTES, method, event.rawPath);
  if (link.kind === 'route') return link.handler(door, { event, parameters: link.parameters });
  const caller = await admitCaller(door, event);
  door.callers.countKey(nameOfCaller(caller), door.clock.business());
  const match = link.kind === 'method' ? link : matchRoute(OPERATOR_ROUTES, method, event.rawPath);
  if (match.kind === 'none') throw new Fault('route.unknown', 'there is nothing at this path');
  if (caller.kind !== 'admin') throw new Fault('auth.forbidden', 'this path is for operators');
  if (match.kind === 'route')
    return match.handler(door, { event, admin: caller.admin, parameters: match.parameters });
  const { allowed } = match;
  throw new Fault('method.not_allowed', `this path takes ${allowed.join(', ')}`, { allowed });
}
