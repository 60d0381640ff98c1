import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import type { SettingsBody } from '../../shared/contracts/partners-responses.ts';
import { AUDIT_ID_BYTES, type Audited } from '../../shared/domain/audit.ts';
import { Fault } from '../../shared/domain/errors.ts';
import { LIMITS } from '../../shared/domain/limits.ts';
import { mayDo, type Role, type Staff } from '../../shared/domain/operator.ts';
import { type AdmittingPorts, admitCaller, settledCaller } from '../../shared/edge/admit-caller.ts';
import { nameOfCaller } from '../../shared/edge/caller-rates.ts';
import type { HttpResponse } from '../../shared/edge/responses.ts';
import { matchRoute, type Route } from '../../shared/edge/router.ts';
import type { ClientList, Clock, DeadDeliveries, Endpoints } from '../../shared/ports.ts';
import type { ActPorts } from '../../shared/usecases/act-on-conversation.ts';
import type { SignaturePorts } from '../../shared/usecases/choose-signatures.ts';
import type { StatisticsPorts } from '../../shared/usecases/count-hours.ts';
import type { PolicyDryRunPorts } from '../../shared/usecases/dry-run-policy.ts';
import type { ExportPorts } from '../../shared/usecases/export-client.ts';
import type { FilePorts } from '../../shared/usecases/fetch-file.ts';
import type { FeedbackPorts } from '../../shared/usecases/give-feedback.ts';
import type { HandleReminderPorts } from '../../shared/usecases/handle-reminder.ts';
import type { ExamplesPorts } from '../../shared/usecases/list-examples.ts';
import type { RemindersPorts } from '../../shared/usecases/list-reminders.ts';
import type { OperatorsPorts } from '../../shared/usecases/manage-operators.ts';
import type { PartnersPorts } from '../../shared/usecases/manage-partners.ts';
import type { KeywordsPreviewPorts } from '../../shared/usecases/preview-keywords.ts';
import type { KeywordPorts } from '../../shared/usecases/publish-keywords.ts';
import type { ModelPorts } from '../../shared/usecases/publish-model.ts';
import type { PolicyPorts } from '../../shared/usecases/publish-policy.ts';
import type { InboxPorts } from '../../shared/usecases/read-inbox.ts';
import type { ReplayPorts } from '../../shared/usecases/replay-text.ts';
import type { RotatePorts } from '../../shared/usecases/rotate-webhook-secret.ts';
import type { BotWebhookPorts } from '../../shared/usecases/set-bot-webhook.ts';
import type { StartErasePorts } from '../../shared/usecases/start-erase.ts';
import type { SwitchPorts } from '../../shared/usecases/switch-endpoint.ts';
import type { TokenKeyPorts } from '../../shared/usecases/token-keys.ts';
import type { WalkPorts } from '../../shared/usecases/walk-said.ts';
import { getAudit } from './audit.ts';
import { type AuditPorts, audited, type Note } from './audit-change.ts';
import { deleteBot, getBot, getBots, postBot, postBotWebhook } from './bots.ts';
import { deleteCanned, getCannedReplies, postCannedPreview, putCanned } from './canned-replies.ts';
import { deleteClient, getClient, getErasure } from './clients.ts';
import {
  postAssign,
  postClose,
  postHandBack,
  postNote,
  postRelease,
  postReopen,
  postReply,
  postTake,
} from './conversation-actions.ts';
import { getConversation, getConversations, getTimeline, postRead } from './conversations.ts';
import { getDeliveries, postRetry } from './deliveries.ts';
import { getEndpoint, getEndpoints, postDisable, postEnable } from './endpoints.ts';
import { exportConversation, exportReport, exportResults } from './exports.ts';
import { getExamples, getFeedback, getFeedbackSummary, getMisclassified, postFeedback } from './feedback.ts';
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
import {
  deletePartnerKey,
  getPartner,
  getPartnerKeys,
  getPartners,
  postDisablePartner,
  postEnablePartner,
  postPartner,
  postPartnerKey,
  putPartner,
} from './partners.ts';
import {
  getOperators,
  postDisableOperator,
  postEnableOperator,
  postEndSessions,
  postOperator,
  postResetPassword,
  postRotateTokenKey,
  putOperator,
} from './people.ts';
import { getPolicy, getPolicyVersions, postDryRun, postPolicyRollback, putPolicy } from './policy.ts';
import { getReminders, postCancelReminder, postSendReminder } from './reminders.ts';
import { getFoundClients, getFoundConversations, getFoundMessages } from './search.ts';
import { getSettings } from './settings.ts';
import { getDeliveryStats, getMessageStats, getOperatorStats, getScenarioStats } from './stats.ts';
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
  ActPorts &
  InboxPorts &
  WalkPorts &
  StatisticsPorts &
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
  ModelPorts &
  ExportPorts &
  StartErasePorts &
  AuditPorts & {
    clientList: ClientList;
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
    /** The people at the desk, and the keys of their tokens. */
    people: OperatorsPorts & TokenKeyPorts & { clock: Clock };
    /** Partners and their keys. */
    partners: PartnersPorts;
    /** What the deployment has set. */
    settings: SettingsBody;
  };

export interface LinkRequest {
  event: APIGatewayProxyEventV2;
  parameters: Record<string, string>;
}

export interface OperatorRequest extends LinkRequest {
  /** Who asks. */
  staff: Staff;
  /** What is to be known of a change besides that it was made; without effect where none is audited. */
  note: Note;
}

type LinkHandler = (door: OperatorDoor, request: LinkRequest) => Promise<HttpResponse>;
type OperatorHandler = (door: OperatorDoor, request: OperatorRequest) => Promise<HttpResponse>;

/** Open to whoever has the link, because a browser shows a picture without our key. */
export const LINK_ROUTES: Route<LinkHandler>[] = [
  { method: 'GET', path: '/api/files/{ticket}', handler: getFile },
];

interface OperatorRoute extends Route<OperatorHandler> {
  /** Who may ask; an admin may do all that an operator may. */
  for: Role;
  /** What it changes of the desk itself: that is kept. What is done to a conversation is kept with the conversation. */
  audit?: Audited;
}

export const OPERATOR_ROUTES: OperatorRoute[] = [
  { for: 'operator', method: 'GET', path: '/api/conversations', handler: getConversations },
  { for: 'operator', method: 'GET', path: '/api/conversations/{conversation_id}', handler: getConversation },
  {
    for: 'operator',
    method: 'GET',
    path: '/api/conversations/{conversation_id}/messages',
    handler: getTimeline,
  },
  { for: 'operator', method: 'POST', path: '/api/conversations/{conversation_id}/reply', handler: postReply },
  { for: 'operator', method: 'POST', path: '/api/conversations/{conversation_id}/note', handler: postNote },
  { for: 'operator', method: 'POST', path: '/api/conversations/{conversation_id}/take', handler: postTake },
  {
    for: 'operator',
    method: 'POST',
    path: '/api/conversations/{conversation_id}/assign',
    handler: postAssign,
  },
  {
    for: 'operator',
    method: 'POST',
    path: '/api/conversations/{conversation_id}/release',
    handler: postRelease,
  },
  {
    for: 'operator',
    method: 'POST',
    path: '/api/conversations/{conversation_id}/hand-back',
    handler: postHandBack,
  },
  { for: 'operator', method: 'POST', path: '/api/conversations/{conversation_id}/close', handler: postClose },
  {
    for: 'operator',
    method: 'POST',
    path: '/api/conversations/{conversation_id}/reopen',
    handler: postReopen,
  },
  { for: 'operator', method: 'POST', path: '/api/conversations/{conversation_id}/read', handler: postRead },
  { for: 'operator', method: 'GET', path: '/api/search/messages', handler: getFoundMessages },
  { for: 'operator', method: 'GET', path: '/api/search/conversations', handler: getFoundConversations },
  { for: 'operator', method: 'GET', path: '/api/search/clients', handler: getFoundClients },
  {
    for: 'operator',
    method: 'GET',
    path: '/api/export/conversation/{conversation_id}',
    handler: exportConversation,
  },
  { for: 'operator', method: 'GET', path: '/api/export/results', handler: exportResults },
  { for: 'operator', method: 'GET', path: '/api/export/report', handler: exportReport },
  { for: 'operator', method: 'GET', path: '/api/canned-replies', handler: getCannedReplies },
  { for: 'operator', method: 'POST', path: '/api/canned-replies/preview', handler: postCannedPreview },
  {
    for: 'admin',
    method: 'PUT',
    path: '/api/canned-replies/{reply_id}',
    handler: putCanned,
    audit: 'canned_reply.saved',
  },
  {
    for: 'admin',
    method: 'DELETE',
    path: '/api/canned-replies/{reply_id}',
    handler: deleteCanned,
    audit: 'canned_reply.removed',
  },
  { for: 'operator', method: 'GET', path: '/api/deliveries', handler: getDeliveries },
  { for: 'operator', method: 'POST', path: '/api/deliveries/redrive', handler: postRedrive },
  { for: 'operator', method: 'GET', path: '/api/deliveries/redrive/{job_id}', handler: getJob },
  { for: 'operator', method: 'POST', path: '/api/deliveries/redrive/{job_id}/cancel', handler: postCancel },
  { for: 'operator', method: 'POST', path: '/api/deliveries/{message_id}/retry', handler: postRetry },
  { for: 'operator', method: 'GET', path: '/api/endpoints', handler: getEndpoints },
  { for: 'operator', method: 'GET', path: '/api/endpoints/{endpoint_id}', handler: getEndpoint },
  {
    for: 'operator',
    method: 'POST',
    path: '/api/endpoints/{endpoint_id}/enable',
    handler: postEnable,
    audit: 'endpoint.enabled',
  },
  {
    for: 'operator',
    method: 'POST',
    path: '/api/endpoints/{endpoint_id}/disable',
    handler: postDisable,
    audit: 'endpoint.disabled',
  },
  { for: 'operator', method: 'GET', path: '/api/policy', handler: getPolicy },
  { for: 'admin', method: 'PUT', path: '/api/policy', handler: putPolicy, audit: 'policy.changed' },
  { for: 'operator', method: 'GET', path: '/api/policy/versions', handler: getPolicyVersions },
  {
    for: 'admin',
    method: 'POST',
    path: '/api/policy/rollback',
    handler: postPolicyRollback,
    audit: 'policy.rolled_back',
  },
  { for: 'operator', method: 'POST', path: '/api/policy/dry-run', handler: postDryRun },
  { for: 'operator', method: 'GET', path: '/api/templates', handler: getTemplates },
  // What stands for itself comes before what may stand for any template.
  { for: 'operator', method: 'POST', path: '/api/templates/preview', handler: postPreview },
  { for: 'operator', method: 'GET', path: '/api/templates/versions', handler: getTemplateVersions },
  {
    for: 'admin',
    method: 'POST',
    path: '/api/templates/rollback',
    handler: postTemplateRollback,
    audit: 'template.rolled_back',
  },
  { for: 'operator', method: 'GET', path: '/api/templates/diff', handler: getDiff },
  { for: 'operator', method: 'GET', path: '/api/templates/{scenario}', handler: getTemplate },
  {
    for: 'admin',
    method: 'PUT',
    path: '/api/templates/{scenario}',
    handler: putTemplate,
    audit: 'template.changed',
  },
  { for: 'operator', method: 'GET', path: '/api/keywords', handler: getKeywords },
  { for: 'admin', method: 'POST', path: '/api/keywords', handler: postKeyword, audit: 'keyword.added' },
  { for: 'operator', method: 'POST', path: '/api/keywords/preview', handler: postKeywordsPreview },
  { for: 'operator', method: 'GET', path: '/api/keywords/versions', handler: getKeywordVersions },
  {
    for: 'admin',
    method: 'POST',
    path: '/api/keywords/rollback',
    handler: postKeywordsRollback,
    audit: 'keywords.rolled_back',
  },
  {
    for: 'admin',
    method: 'DELETE',
    path: '/api/keywords/{keyword_id}',
    handler: deleteKeyword,
    audit: 'keyword.removed',
  },
  { for: 'operator', method: 'GET', path: '/api/reminders', handler: getReminders },
  {
    for: 'operator',
    method: 'POST',
    path: '/api/reminders/{reminder_id}/cancel',
    handler: postCancelReminder,
  },
  { for: 'operator', method: 'POST', path: '/api/reminders/{reminder_id}/send', handler: postSendReminder },
  { for: 'admin', method: 'GET', path: '/api/admin/partners', handler: getPartners },
  { for: 'admin', method: 'POST', path: '/api/admin/partners', handler: postPartner, audit: 'partner.added' },
  { for: 'admin', method: 'GET', path: '/api/admin/partners/{partner_id}', handler: getPartner },
  {
    for: 'admin',
    method: 'PUT',
    path: '/api/admin/partners/{partner_id}',
    handler: putPartner,
    audit: 'partner.renamed',
  },
  {
    for: 'admin',
    method: 'POST',
    path: '/api/admin/partners/{partner_id}/disable',
    handler: postDisablePartner,
    audit: 'partner.disabled',
  },
  {
    for: 'admin',
    method: 'POST',
    path: '/api/admin/partners/{partner_id}/enable',
    handler: postEnablePartner,
    audit: 'partner.enabled',
  },
  { for: 'admin', method: 'GET', path: '/api/admin/partners/{partner_id}/keys', handler: getPartnerKeys },
  {
    for: 'admin',
    method: 'POST',
    path: '/api/admin/partners/{partner_id}/keys',
    handler: postPartnerKey,
    audit: 'partner_key.added',
  },
  {
    for: 'admin',
    method: 'DELETE',
    path: '/api/admin/partners/{partner_id}/keys/{key_id}',
    handler: deletePartnerKey,
    audit: 'partner_key.removed',
  },
  { for: 'admin', method: 'GET', path: '/api/admin/audit', handler: getAudit },
  { for: 'admin', method: 'GET', path: '/api/admin/settings', handler: getSettings },
  {
    for: 'admin',
    method: 'GET',
    path: '/api/admin/partners/{partner_id}/webhook-secrets',
    handler: getWebhookSecrets,
  },
  {
    for: 'admin',
    method: 'POST',
    path: '/api/admin/partners/{partner_id}/webhook-secrets/rotate',
    handler: postRotate,
    audit: 'webhook_secret.rotated',
  },
  {
    for: 'admin',
    method: 'GET',
    path: '/api/admin/partners/{partner_id}/webhook-signatures',
    handler: getSignatures,
  },
  {
    for: 'admin',
    method: 'PUT',
    path: '/api/admin/partners/{partner_id}/webhook-signatures',
    handler: putSignatures,
    audit: 'webhook_signatures.chosen',
  },
  { for: 'admin', method: 'GET', path: '/api/admin/webhook-keys', handler: getWebhookKeys },
  {
    for: 'admin',
    method: 'POST',
    path: '/api/admin/webhook-keys/rotate',
    handler: postRotateKey,
    audit: 'webhook_key.rotated',
  },
  { for: 'admin', method: 'GET', path: '/api/admin/operators', handler: getOperators },
  {
    for: 'admin',
    method: 'POST',
    path: '/api/admin/operators',
    handler: postOperator,
    audit: 'operator.added',
  },
  {
    for: 'admin',
    method: 'PUT',
    path: '/api/admin/operators/{operator_id}',
    handler: putOperator,
    audit: 'operator.changed',
  },
  {
    for: 'admin',
    method: 'POST',
    path: '/api/admin/operators/{operator_id}/disable',
    handler: postDisableOperator,
    audit: 'operator.disabled',
  },
  {
    for: 'admin',
    method: 'POST',
    path: '/api/admin/operators/{operator_id}/enable',
    handler: postEnableOperator,
    audit: 'operator.enabled',
  },
  {
    for: 'admin',
    method: 'POST',
    path: '/api/admin/operators/{operator_id}/reset-password',
    handler: postResetPassword,
    audit: 'operator.password_reset',
  },
  {
    for: 'admin',
    method: 'POST',
    path: '/api/admin/operators/{operator_id}/end-sessions',
    handler: postEndSessions,
    audit: 'operator.sessions_ended',
  },
  {
    for: 'admin',
    method: 'POST',
    path: '/api/admin/token-keys/rotate',
    handler: postRotateTokenKey,
    audit: 'token_key.rotated',
  },
  { for: 'admin', method: 'GET', path: '/api/admin/bots', handler: getBots },
  { for: 'admin', method: 'POST', path: '/api/admin/bots', handler: postBot, audit: 'bot.added' },
  { for: 'admin', method: 'GET', path: '/api/admin/bots/{bot}', handler: getBot },
  { for: 'admin', method: 'DELETE', path: '/api/admin/bots/{bot}', handler: deleteBot, audit: 'bot.removed' },
  {
    for: 'admin',
    method: 'POST',
    path: '/api/admin/bots/{bot}/webhook',
    handler: postBotWebhook,
    audit: 'bot.webhook_set',
  },
  { for: 'admin', method: 'GET', path: '/api/admin/clients/{client_id}', handler: getClient },
  {
    for: 'admin',
    method: 'DELETE',
    path: '/api/admin/clients/{client_id}',
    handler: deleteClient,
    audit: 'client.erased',
  },
  { for: 'admin', method: 'GET', path: '/api/admin/erasures/{job_id}', handler: getErasure },
  { for: 'admin', method: 'GET', path: '/api/admin/parked-updates', handler: getParkedUpdates },
  { for: 'operator', method: 'GET', path: '/api/feedback', handler: getFeedback },
  { for: 'operator', method: 'POST', path: '/api/feedback', handler: postFeedback },
  { for: 'operator', method: 'GET', path: '/api/feedback/summary', handler: getFeedbackSummary },
  { for: 'operator', method: 'GET', path: '/api/feedback/misclassified', handler: getMisclassified },
  { for: 'operator', method: 'GET', path: '/api/stats/messages', handler: getMessageStats },
  { for: 'operator', method: 'GET', path: '/api/stats/scenarios', handler: getScenarioStats },
  { for: 'operator', method: 'GET', path: '/api/stats/deliveries', handler: getDeliveryStats },
  { for: 'operator', method: 'GET', path: '/api/stats/operators', handler: getOperatorStats },
  { for: 'admin', method: 'GET', path: '/api/admin/examples', handler: getExamples },
  { for: 'admin', method: 'GET', path: '/api/admin/models', handler: getModel },
  { for: 'admin', method: 'POST', path: '/api/admin/models', handler: postModel, audit: 'model.published' },
  { for: 'admin', method: 'GET', path: '/api/admin/models/versions', handler: getModelVersions },
  {
    for: 'admin',
    method: 'POST',
    path: '/api/admin/models/rollback',
    handler: postModelRollback,
    audit: 'model.rolled_back',
  },
  { for: 'admin', method: 'GET', path: '/api/admin/models/{model_id}/parts/{part}', handler: getModelPart },
  { for: 'admin', method: 'PUT', path: '/api/admin/models/{model_id}/parts/{part}', handler: putModelPart },
  { for: 'operator', method: 'GET', path: '/api/files/{message_id}/{number}', handler: getFileLink },
];

/** Answers a request of the desk's people, or of whoever has a link; a partner's key is known here and opens nothing. */
export async function respond(door: OperatorDoor, event: APIGatewayProxyEventV2): Promise<HttpResponse> {
  const { method } = event.requestContext.http;
  const link = matchRoute(LINK_ROUTES, method, event.rawPath);
  if (link.kind === 'route') return link.handler(door, { event, parameters: link.parameters });
  const caller = settledCaller(await admitCaller(door, event));
  door.callers.countKey(nameOfCaller(caller), door.clock.business());
  const match = link.kind === 'method' ? link : matchRoute(OPERATOR_ROUTES, method, event.rawPath);
  if (match.kind === 'none') throw new Fault('route.unknown', 'there is nothing at this path');
  if (caller.kind !== 'staff') throw new Fault('auth.forbidden', 'this path is for operators');
  if (match.kind === 'route') {
    if (!mayDo(caller.role, match.route.for)) throw new Fault('auth.forbidden', 'this is for admins');
    const staff = { id: caller.id, role: caller.role };
    return followed(door, match.route, { event, staff, parameters: match.parameters });
  }
  const { allowed } = match;
  throw new Fault('method.not_allowed', `this path takes ${allowed.join(', ')}`, { allowed });
}

/** What changes the desk itself is kept. */
function followed(
  door: OperatorDoor,
  { handler, audit: what }: OperatorRoute,
  request: Omit<OperatorRequest, 'note'>,
): Promise<HttpResponse> {
  if (what === undefined) return handler(door, { ...request, note: () => undefined });
  const id = Buffer.from(door.people.secretBytes(AUDIT_ID_BYTES)).toString('hex');
  const change = { id, what, by: request.staff.id, target: targetOf(what, request.parameters) };
  return audited(door, change, request.event, (note) => handler(door, { ...request, note }));
}

/** What the path names first; a client is named nowhere but in what is kept of the client. */
function targetOf(what: Audited, parameters: Record<string, string>): string | undefined {
  return what === 'client.erased' ? undefined : Object.values(parameters)[0]?.slice(0, LIMITS.nameCharacters);
}
