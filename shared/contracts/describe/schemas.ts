import * as z from 'zod/mini';
import { BotBody, BotStateBody, BotsBody, BotWebhookBody, RemovedBotBody } from '../bot-responses.ts';
import {
  BroadcastAudience,
  BroadcastBody,
  BroadcastDryRun,
  BroadcastProgress,
  BroadcastsPage,
  BroadcastTextsBody,
  SkippedBody,
} from '../broadcast-responses.ts';
import { FileLinkBody, ParkedUpdateItem, ParkedUpdatesPage } from '../chat-responses.ts';
import { ClientExportBody, ErasureBody, KeptItem } from '../client-responses.ts';
import { BeforeAndAfter, ChangedTurn, PolicyDryRunBody, ToldBody } from '../dry-run-responses.ts';
import {
  BothLanguages,
  DiffBody,
  DiffPartBody,
  DiffsBody,
  OwnTextsBody,
  ParameterItem,
  PolicyIssueBody,
  PolicyStateBody,
  PolicyVersion,
  PolicyVersionsPage,
  PreviewedBody,
  TemplateBody,
  TemplateItem,
  TemplatesBody,
  TemplateVersion,
  TemplateVersionsPage,
  TextInForce,
  TextsInForce,
} from '../handbook-responses.ts';
import {
  CannedPreviewBody,
  CannedRepliesBody,
  CannedReplyBody,
  CannedReplyItem,
  ConversationBody,
  ConversationItem,
  ConversationsPage,
  KnownClient,
  LastMessage,
  RepliedBody,
  ShownAttachment,
  StandingBody,
  TimelineAction,
  TimelineItemBody,
  TimelineLeft,
  TimelineMessage,
  TimelineNote,
  TimelinePageBody,
  TimelineText,
  UpcomingBody,
} from '../inbox-responses.ts';
import {
  IncidentBody,
  IncidentItem,
  IncidentsPage,
  IncidentText,
  IncidentTextPair,
  LinkedPage,
  SettledBody,
} from '../incident-responses.ts';
import { CurrentIncidentBody, IncidentTimelineEntry } from '../incident-timeline.ts';
import { JobId } from '../job-signal.ts';
import {
  DecidingKeyword,
  KeywordBody,
  KeywordItem,
  KeywordsBody,
  KeywordsPreviewBody,
  KeywordsVersion,
  KeywordVersionsPage,
} from '../keyword-responses.ts';
import {
  ExampleBody,
  ExamplesPage,
  FeedbackBody,
  FeedbackPage,
  ModelBody,
  ModelPartBody,
  ModelPartReceipt,
  ModelStateBody,
  ModelVersion,
  ModelVersionsPage,
} from '../learning-responses.ts';
import {
  DisableBody,
  EndpointId,
  FilterBody,
  PutSignatures,
  RedriveBody,
  RotateBody,
  RotateKeyBody,
} from '../operator-api.ts';
import { AddBot, BotId, SetBotWebhook } from '../operator-bots.ts';
import { IncidentBroadcastBody, SendBroadcastBody } from '../operator-broadcasts.ts';
import {
  AssignBody,
  ConversationId,
  NoteBody,
  PreviewCannedReply,
  PutCannedReply,
  ReplyBody,
  SeenBody,
  TakeBody,
} from '../operator-inbox.ts';
import {
  IncidentNoteBody,
  IncidentTextBody,
  IncidentTextsBody,
  MergeIncidentBody,
  OpenIncidentBody,
  UpdateIncidentBody,
} from '../operator-incidents.ts';
import { KeywordsRollback, PostKeyword, PreviewKeywords, TriedKeyword } from '../operator-keywords.ts';
import { ModelRollback, PostFeedback, PostModel, PutModelPart } from '../operator-learning.ts';
import { AddPartner, AddPartnerKey, RenamePartner } from '../operator-partners.ts';
import {
  AddOperator,
  ChangeOperator,
  OperatorId,
  ResetPassword,
  RotateTokenKey,
} from '../operator-people.ts';
import { PolicyDryRun, PolicyRollback, PutPolicy } from '../operator-policy.ts';
import {
  DeadItem,
  DeliveriesPage,
  DeliveryItem,
  DryRunBody,
  EnabledBody,
  EndpointBody,
  EndpointStateBody,
  EndpointsPage,
  HeldCount,
  HeldItem,
  JobBody,
  KeyRotationBody,
  Reachable,
  RetryBody,
  RotationBody,
  SignaturesBody,
  WebhookKeyItem,
  WebhookKeysBody,
  WebhookSecretItem,
  WebhookSecretsBody,
} from '../operator-responses.ts';
import { PreviewBody, PutTemplate, TemplateRollback } from '../operator-templates.ts';
import { SaveView, ViewFilter } from '../operator-views.ts';
import {
  AttachmentBody,
  ClientId,
  ContextBody,
  PostMessage,
  PutClient,
  TestWebhook,
} from '../partner-api.ts';
import {
  AcceptedBody,
  AttachmentView,
  AttemptBody,
  ClassificationBody,
  ClientBody,
  ClientLine,
  CurrentBody,
  DeferralBody,
  DeliveryBody,
  FullHealthBody,
  HealthBody,
  HistoryLine,
  JwkItem,
  JwksBody,
  MessageId,
  OutcomeBody,
  ProblemBody,
  ReplyLine,
  WebhookTestBody,
} from '../partner-responses.ts';
import {
  AuditItem,
  AuditPage,
  FreshPartnerBody,
  FreshPartnerKey,
  PartnerItem,
  PartnerKeyItem,
  PartnerKeysBody,
  PartnersBody,
  SettingsBody,
} from '../partners-responses.ts';
import {
  OperatorItem,
  OperatorsBody,
  OperatorWithPassword,
  TokenKeyItem,
  TokenKeyRotationBody,
} from '../people-responses.ts';
import { PolicyBody, ScenarioPolicyBody } from '../policy.ts';
import { HandledReminder, ReminderItem, RemindersPage } from '../reminder-responses.ts';
import {
  FoundClient,
  FoundClientsPage,
  FoundConversationsPage,
  FoundMessage,
  FoundMessagesPage,
  ReportLineBody,
} from '../search-responses.ts';
import { ChangePassword, Login } from '../sign-in.ts';
import { MeBody, SignedInBody, TicketBody } from '../sign-in-responses.ts';
import {
  DeliveryFigures,
  DeliveryStatsBody,
  FeedbackSummaryBody,
  MessageStatsBody,
  OperatorFiguresBody,
  OperatorStatsBody,
  ScenarioFiguresBody,
  ScenarioStatsBody,
  TimesBody,
} from '../stats-responses.ts';
import { StatusBody, StatusIncident } from '../status-responses.ts';
import { SavedViewBody, SavedViewsBody } from '../view-responses.ts';
import { BOT_TEXTS } from './bot-texts.ts';
import { BROADCAST_TEXTS } from './broadcast-texts.ts';
import { CHAT_TEXTS } from './chat-texts.ts';
import { CLIENT_TEXTS } from './client-texts.ts';
import { HANDBOOK_TEXTS } from './handbook-texts.ts';
import { INBOX_TEXTS } from './inbox-texts.ts';
import { INCIDENT_TEXTS } from './incident-texts.ts';
import { type JsonSchema, refTo } from './json.ts';
import { KEYWORD_TEXTS } from './keyword-texts.ts';
import { LEARNING_TEXTS } from './learning-texts.ts';
import { OPERATOR_TEXTS } from './operator-texts.ts';
import { PARTNERS_TEXTS } from './partners-texts.ts';
import { PEOPLE_TEXTS } from './people-texts.ts';
import { REQUEST_TEXTS } from './request-texts.ts';
import { RESPONSE_TEXTS } from './response-texts.ts';
import { SEARCH_TEXTS } from './search-texts.ts';
import { SIGN_IN_TEXTS } from './sign-in-texts.ts';
import { STATS_TEXTS } from './stats-texts.ts';
import { VIEW_TEXTS } from './view-texts.ts';

/** Every schema with a name of its own; what is inside another one only stays there. */
const NAMED = {
  ClientId,
  PostMessage,
  AttachmentBody,
  ContextBody,
  PutClient,
  TestWebhook,
  MessageId,
  AcceptedBody,
  OutcomeBody,
  HistoryLine,
  ClientLine,
  ReplyLine,
  AttachmentView,
  ClassificationBody,
  DeliveryBody,
  DeferralBody,
  AttemptBody,
  WebhookTestBody,
  ClientBody,
  HealthBody,
  FullHealthBody,
  JwksBody,
  JwkItem,
  StatusBody,
  StatusIncident,
  EndpointId,
  DisableBody,
  FilterBody,
  RedriveBody,
  DeliveriesPage,
  DeliveryItem,
  DeadItem,
  HeldItem,
  RetryBody,
  DryRunBody,
  JobId,
  JobBody,
  EndpointsPage,
  EndpointBody,
  EndpointStateBody,
  HeldCount,
  Reachable,
  EnabledBody,
  RotateBody,
  WebhookSecretsBody,
  WebhookSecretItem,
  RotationBody,
  PutSignatures,
  SignaturesBody,
  WebhookKeysBody,
  WebhookKeyItem,
  RotateKeyBody,
  KeyRotationBody,
  BotId,
  AddBot,
  SetBotWebhook,
  BotBody,
  BotsBody,
  BotStateBody,
  BotWebhookBody,
  RemovedBotBody,
  FileLinkBody,
  ParkedUpdateItem,
  ParkedUpdatesPage,
  PutPolicy,
  PolicyRollback,
  PolicyStateBody,
  PolicyBody,
  ScenarioPolicyBody,
  PolicyIssueBody,
  PolicyVersionsPage,
  PolicyVersion,
  PolicyDryRun,
  PolicyDryRunBody,
  BeforeAndAfter,
  ChangedTurn,
  ToldBody,
  PutTemplate,
  TemplateRollback,
  PreviewBody,
  TemplatesBody,
  TemplateItem,
  TemplateBody,
  TextsInForce,
  TextInForce,
  BothLanguages,
  OwnTextsBody,
  ParameterItem,
  TemplateVersionsPage,
  TemplateVersion,
  PreviewedBody,
  DiffBody,
  DiffsBody,
  DiffPartBody,
  KeywordsBody,
  KeywordItem,
  PostKeyword,
  KeywordBody,
  KeywordVersionsPage,
  KeywordsVersion,
  KeywordsRollback,
  PreviewKeywords,
  TriedKeyword,
  KeywordsPreviewBody,
  DecidingKeyword,
  RemindersPage,
  ReminderItem,
  HandledReminder,
  PostFeedback,
  FeedbackBody,
  FeedbackPage,
  ExampleBody,
  ExamplesPage,
  PostModel,
  ModelRollback,
  ModelBody,
  ModelStateBody,
  ModelVersion,
  ModelVersionsPage,
  PutModelPart,
  ModelPartBody,
  ModelPartReceipt,
  ConversationId,
  ConversationsPage,
  ConversationItem,
  LastMessage,
  ConversationBody,
  KnownClient,
  UpcomingBody,
  TimelinePageBody,
  TimelineItemBody,
  TimelineMessage,
  ShownAttachment,
  TimelineText,
  TimelineLeft,
  TimelineNote,
  TimelineAction,
  StandingBody,
  ReplyBody,
  RepliedBody,
  NoteBody,
  TakeBody,
  AssignBody,
  SeenBody,
  FoundMessagesPage,
  FoundMessage,
  FoundConversationsPage,
  FoundClientsPage,
  FoundClient,
  ReportLineBody,
  MessageStatsBody,
  TimesBody,
  ScenarioStatsBody,
  ScenarioFiguresBody,
  DeliveryStatsBody,
  DeliveryFigures,
  OperatorStatsBody,
  OperatorFiguresBody,
  FeedbackSummaryBody,
  CannedRepliesBody,
  CannedReplyItem,
  CannedReplyBody,
  PutCannedReply,
  PreviewCannedReply,
  CannedPreviewBody,
  SavedViewsBody,
  SavedViewBody,
  ViewFilter,
  SaveView,
  IncidentsPage,
  IncidentItem,
  IncidentBody,
  IncidentTextPair,
  IncidentText,
  IncidentTimelineEntry,
  SettledBody,
  LinkedPage,
  OpenIncidentBody,
  IncidentTextsBody,
  IncidentTextBody,
  IncidentNoteBody,
  MergeIncidentBody,
  UpdateIncidentBody,
  BroadcastsPage,
  BroadcastBody,
  BroadcastTextsBody,
  BroadcastAudience,
  BroadcastProgress,
  SkippedBody,
  BroadcastDryRun,
  SendBroadcastBody,
  IncidentBroadcastBody,
  KeptItem,
  ClientExportBody,
  ErasureBody,
  CurrentBody,
  CurrentIncidentBody,
  Login,
  ChangePassword,
  SignedInBody,
  MeBody,
  TicketBody,
  OperatorId,
  OperatorsBody,
  OperatorItem,
  AddOperator,
  ChangeOperator,
  ResetPassword,
  OperatorWithPassword,
  RotateTokenKey,
  TokenKeyRotationBody,
  TokenKeyItem,
  PartnersBody,
  PartnerItem,
  AddPartner,
  RenamePartner,
  FreshPartnerBody,
  PartnerKeysBody,
  PartnerKeyItem,
  AddPartnerKey,
  FreshPartnerKey,
  AuditPage,
  AuditItem,
  SettingsBody,
  ProblemBody,
};
export type SchemaName = keyof typeof NAMED;

/**
 * What a schema or one of its properties is told besides what zod knows: a sentence, or keywords for rules that zod keeps
 * in code. `''` is the schema itself, `a.b` the property b of its property a.
 */
export type Texts = Record<string, string | JsonSchema>;

/** The zod schemas as JSON Schema, each as it is sent, with all that is to be said about it. */
export function componentSchemas(): Record<SchemaName, JsonSchema> {
  const registry = z.registry<{ id: SchemaName }>();
  for (const [id, schema] of Object.entries(NAMED)) registry.add(schema, { id: id as SchemaName });
  const { schemas } = z.toJSONSchema(registry, {
    // What is sent, not what the door makes of it; and a client must not choke on a property that comes to an answer later.
    io: 'input',
    metadata: registry,
    uri: (id) => refTo('schemas', id).$ref,
    override: ({ jsonSchema }) => {
      // The format says the same in fewer words.
      if (jsonSchema['format'] === 'date-time') delete jsonSchema['pattern'];
    },
  });
  const texts: Record<SchemaName, Texts> = {
    ...REQUEST_TEXTS,
    ...OPERATOR_TEXTS,
    ...BOT_TEXTS,
    ...CHAT_TEXTS,
    ...HANDBOOK_TEXTS,
    ...KEYWORD_TEXTS,
    ...LEARNING_TEXTS,
    ...INBOX_TEXTS,
    ...SEARCH_TEXTS,
    ...STATS_TEXTS,
    ...VIEW_TEXTS,
    ...INCIDENT_TEXTS,
    ...BROADCAST_TEXTS,
    ...SIGN_IN_TEXTS,
    ...PEOPLE_TEXTS,
    ...PARTNERS_TEXTS,
    ...CLIENT_TEXTS,
    ...RESPONSE_TEXTS,
  };
  const described = Object.entries(texts).map(([name, of]) => {
    const { $schema: _schema, $id: _id, id: _name, ...schema } = schemas[name as SchemaName] as JsonSchema;
    for (const [path, text] of Object.entries(of)) tell(name, schema, path, text);
    return [name, GROWING.includes(name) ? opened(schema) : schema];
  });
  return Object.fromEntries(described);
}

/** Judged strictly before they are published, and answers nevertheless: those may grow. */
const GROWING = ['PolicyBody', 'ScenarioPolicyBody'];

function opened({ additionalProperties: _none, properties, ...rest }: JsonSchema): JsonSchema {
  const inner = Object.entries(properties ?? {}).map(([name, property]) => [name, opened(property)]);
  return { ...rest, ...(properties && { properties: Object.fromEntries(inner) }) };
}

function tell(name: string, schema: JsonSchema, path: string, text: string | JsonSchema): void {
  const place = path === '' ? schema : placeOf(schema, path.split('.'));
  if (!place) throw new Error(`${name} has no property ${path}`);
  Object.assign(place, typeof text === 'string' ? { description: text } : text);
}

/** A property's schema; steps into arrays, and into what may also be null, by themselves. */
function placeOf(schema: JsonSchema, [first = '', ...rest]: string[]): JsonSchema | undefined {
  const some = schema.anyOf?.find(({ type }) => type !== 'null') ?? schema;
  const holder = some.items ?? some;
  const property = holder.properties?.[first];
  return property && rest.length > 0 ? placeOf(property, rest) : property;
}
