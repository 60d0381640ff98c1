import type { Escalation, Head, OutboxEntry } from '../domain/conversation.ts';
import type { Attempt, TextOutcome } from '../domain/delivery-record.ts';
import type { DeskText, FollowUpText, NoticeText, OperatorText } from '../domain/desk-text.ts';
import type { FollowUp } from '../domain/follow-up.ts';
import type { HeadIncident } from '../domain/incident-report.ts';
import type { Channel, Message, Profile } from '../domain/message.ts';
import type { Note, OperatorAction } from '../domain/operator-action.ts';
import type { Turn } from '../domain/turn.ts';
import type { Written } from './written.ts';

/** A conversation's head, messages and turns. Every read is strongly consistent. */
export interface Conversations {
  head(id: string): Promise<Head | undefined>;
  profile(id: string): Promise<Profile | undefined>;
  /**
   * Keeps these fields; what is not among them stays as it was.
   * @param at when the partner said so
   */
  putProfile(id: string, changes: Profile, at: number): Promise<void>;
  /** Writes the head of a new or known conversation if its rate window is still the one `seen`. */
  admit(seen: Head | undefined, entry: AdmittedMessage): Promise<Written>;
  /** Puts the conversation into the inbox where its head says, if who has it and how it stands still are as `seen`. */
  enlist(seen: Head): Promise<void>;
  /** Adds the message under its id. If it is there already, or was forgotten, nothing changes. */
  putMessage(message: Message): Promise<'written' | 'known' | 'forgotten'>;
  /** Adds a message that was forgotten, and its id to the pending ones under a new epoch, both or neither. */
  restore(message: Message): Promise<Written>;
  /** Those of the named messages that exist, oldest first. */
  messages(conversationId: string, ids: readonly string[]): Promise<Message[]>;
  /** What a turn is decided on: those of the messages that exist, oldest first, and what is known of the client. */
  burst(conversationId: string, ids: readonly string[]): Promise<{ messages: Message[]; profile: Profile }>;
  /** Keeps the first decision made under this text's id, and returns it. */
  draft<Text extends DeskText>(text: Text): Promise<Text>;
  text(conversationId: string, id: string): Promise<DeskText | undefined>;
  /** Makes the turn true if pending ids, epoch, tenure and sequence still are what it was decided on. */
  commitTurn(seen: Head, turn: Turn, change: TurnChange): Promise<Written>;
  /** Marks ids whose rows never came, so that a row that comes after all is noticed; returns those without a row. */
  forget(conversationId: string, ids: readonly string[]): Promise<string[]>;
  /** Takes ids off the pending ones, and notes what follows if nothing is left, if these and the epoch still are those `seen`. */
  dropPending(seen: Head, ids: readonly string[], next?: FollowUp): Promise<Written>;
  /** Puts a follow-up's text on the head and moves on, if the client has been silent and the bot has had the conversation since `seen`. */
  commitFollowUp(seen: Head, text: FollowUpText, next: FollowUp): Promise<Written>;
  /** Puts a notice on the head, whoever has the conversation, if nobody has said anything since `seen`. */
  announce(seen: Head, text: NoticeText): Promise<Written>;
  /** Moves on without a text, under the same conditions. */
  moveFollowUp(seen: Head, next: FollowUp): Promise<Written>;
  /** Closes the conversation, under the same conditions. */
  close(seen: Head, action: OperatorAction): Promise<Written>;
  /** Notes for when a schedule is armed. */
  noteArmed(conversationId: string, at: number): Promise<void>;
  /** Gives the conversation to an operator, without these texts, if tenure, handler and outbox still are those `seen`. */
  take(seen: Head, take: Take): Promise<Written>;
  /** Puts an operator's text on the head, if that operator still has the conversation and nobody has said anything since. */
  reply(seen: Head, text: OperatorText, reply: Reply): Promise<Written>;
  /**
   * Gives the conversation back to the bot, or with an open item to the queue, with what is still owed, if tenure,
   * handler, sequence, outbox and that still are those `seen`. What the client asked for in the operator's time counts no more.
   */
  handBack(seen: Head, next: FollowUp | undefined, action?: OperatorAction): Promise<Written>;
  /** Puts the conversation back into the queue, if its operator has been silent since `seen`; counts anew as well. */
  returnToQueue(seen: Head, item: Escalation, action: OperatorAction): Promise<Written>;
  /** The same because its operator wants so. */
  release(seen: Head, item: Escalation, action: OperatorAction): Promise<Written>;
  /**
   * Closes the conversation because somebody at the desk says that nothing is owed, if status, epoch, tenure, handler and
   * outbox still are those `seen`. Its handler is the bot, in a new tenure.
   */
  closeByHand(seen: Head, closing: Closing, action: OperatorAction): Promise<Written>;
  /** Opens a closed conversation, if status and tenure still are those `seen`. */
  reopen(seen: Head, action: OperatorAction): Promise<Written>;
  /** Adds a note under its id, and counts it as a change of the conversation, both or neither. */
  addNote(note: Note): Promise<Written>;
  /** What somebody did or noted under this id. */
  deed(conversationId: string, id: string): Promise<OperatorAction | Note | undefined>;
  /** All that is kept of a conversation, newest first. */
  timeline(conversationId: string, page: TimelinePage): Promise<TimelineItem[]>;
  /** Notes that a promise was not kept, if it still is the one `seen`. */
  markOverdue(seen: Head): Promise<Written>;
  /** Notes which incident the client has reported, if since `seen` it has written nothing, nobody has it, and nothing else was noted of incidents. */
  noteIncident(seen: Head, incident: HeadIncident): Promise<Written>;
  /** Notes that the client has blocked the bot, at that time, unless it has written since it was `seen`. */
  closeChannel(seen: Head, at: number): Promise<void>;
  /** Notes what the client says of that itself, unless a later word, `stood`, or the same one, was noted before. */
  noteStanding(conversationId: string, closed_at: number | undefined, stood: string): Promise<void>;
  /** Notes the chat's new id. */
  moveChat(conversationId: string, chatId: string): Promise<void>;
  history(conversationId: string, page: HistoryPage): Promise<HistoryItem[]>;
  /** What the desk decided among the rows right behind a message's, oldest first: where the turn that answers it stands. */
  decisionsAfter(conversationId: string, messageId: string): Promise<HistoryItem[]>;
}

export interface AdmittedMessage {
  conversation_id: string;
  partner: string;
  client_id: string;
  id: string;
  at: number;
  digest: string;
  window: { start: number; count: number };
  channel: Channel;
  /** More of it comes by itself. */
  album?: true | undefined;
}

export interface TurnChange {
  /** Undefined: nothing is said. */
  entry: OutboxEntry | undefined;
  /** Every pending id that this turn decides, and those whose rows never came. */
  decided: readonly string[];
}

/** What goes with an operator's text. */
export interface Reply {
  /** Messages that it answers: pending or owed, and there to be read. */
  answered: readonly string[];
  /** Keys under which the last ones were asked for, its own first. */
  keys: readonly string[];
  /** Only if the client has written nothing since. */
  unlessHeard?: boolean | undefined;
}

/** What goes with a conversation that is closed by hand. */
export interface Closing {
  /** Texts that are taken back. */
  withdrawn: readonly string[];
  /** Pending messages that need no answer; nothing that was owed does. A row that never came is left to be forgotten. */
  read: readonly string[];
}

/** What goes with a conversation that an operator takes. */
export interface Take {
  operator: string;
  at: number;
  /** Texts that are taken back, and the messages that they would have answered. */
  withdrawn: readonly string[];
  owed: readonly string[];
  /** Written with it, both or neither. */
  action?: OperatorAction | undefined;
}

export interface HistoryPage {
  limit: number;
  /** Only what is older than the item with this id. */
  before?: string | undefined;
  /** Only what the desk decided. */
  decisionsOnly?: boolean | undefined;
  /** Also turns that said nothing whose messages a hand-back has brought back to the bot since: that is how it was decided then. */
  broughtBack?: boolean | undefined;
}

export type HistoryItem =
  | { kind: 'message'; message: Message }
  | { kind: 'text'; text: DeskText; outcome: TextOutcome | 'waiting' }
  /** A turn that said nothing. */
  | { kind: 'left'; turn: Turn };

export type TimelinePage = Pick<HistoryPage, 'limit' | 'before'>;

export type TimelineItem =
  | { kind: 'message'; message: Message }
  | { kind: 'text'; text: DeskText; outcome: TextOutcome | 'waiting'; attempts: Attempt[] }
  /** A turn that said nothing. */
  | { kind: 'left'; turn: Turn }
  | { kind: 'note'; note: Note }
  | { kind: 'action'; action: OperatorAction };
