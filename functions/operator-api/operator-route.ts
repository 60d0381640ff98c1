import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import type { SettingsBody } from '../../shared/contracts/partners-responses.ts';
import type { Audited } from '../../shared/domain/audit.ts';
import type { Role, Staff } from '../../shared/domain/operator.ts';
import type { AdmittingPorts } from '../../shared/edge/admit-caller.ts';
import type { HttpEdge } from '../../shared/edge/http-edge.ts';
import type { HttpResponse } from '../../shared/edge/responses.ts';
import type { Route } from '../../shared/edge/router.ts';
import type { ClientList, Clock, DeadDeliveries, Endpoints } from '../../shared/ports.ts';
import type { ActPorts } from '../../shared/usecases/act-on-conversation.ts';
import type { ChangeIncidentPorts } from '../../shared/usecases/change-incident.ts';
import type { SignaturePorts } from '../../shared/usecases/choose-signatures.ts';
import type { StatisticsPorts } from '../../shared/usecases/count-hours.ts';
import type { BroadcastDryRunPorts } from '../../shared/usecases/dry-run-broadcast.ts';
import type { PolicyDryRunPorts } from '../../shared/usecases/dry-run-policy.ts';
import type { ExportPorts } from '../../shared/usecases/export-client.ts';
import type { FilePorts } from '../../shared/usecases/fetch-file.ts';
import type { GatherPorts } from '../../shared/usecases/gather-figures.ts';
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
import type { ReadIncidentPorts } from '../../shared/usecases/read-incidents.ts';
import type { ReplayPorts } from '../../shared/usecases/replay-text.ts';
import type { RotatePorts } from '../../shared/usecases/rotate-webhook-secret.ts';
import type { ViewPorts } from '../../shared/usecases/save-views.ts';
import type { SendBroadcastPorts } from '../../shared/usecases/send-broadcast.ts';
import type { BotWebhookPorts } from '../../shared/usecases/set-bot-webhook.ts';
import type { StartErasePorts } from '../../shared/usecases/start-erase.ts';
import type { SwitchPorts } from '../../shared/usecases/switch-endpoint.ts';
import type { TokenKeyPorts } from '../../shared/usecases/token-keys.ts';
import type { WalkPorts } from '../../shared/usecases/walk-said.ts';
import type { AuditPorts, Note } from './audit-change.ts';

/** All that the operators' door needs. */
export type OperatorDoor = AdmittingPorts &
  HttpEdge &
  ActPorts &
  InboxPorts &
  ViewPorts &
  WalkPorts &
  StatisticsPorts &
  GatherPorts &
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
  ChangeIncidentPorts &
  ReadIncidentPorts &
  SendBroadcastPorts &
  BroadcastDryRunPorts &
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

export type LinkHandler = (door: OperatorDoor, request: LinkRequest) => Promise<HttpResponse>;
type OperatorHandler = (door: OperatorDoor, request: OperatorRequest) => Promise<HttpResponse>;

export interface OperatorRoute extends Route<OperatorHandler> {
  /** Who may ask; an admin may do all that an operator may. */
  for: Role;
  /** What it changes of the desk itself: that is kept. What is done to a conversation is kept with the conversation. */
  audit?: Audited;
}
