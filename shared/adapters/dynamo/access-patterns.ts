import type { InboxList } from '../../domain/inbox.ts';
import type { ParkedPlace } from '../../ports.ts';

/**
 * Every question asked of the one table, by name: which key answers it. `docs/data-model.md` tells the same with costs.
 * A conversation is one partition: its head, what is known of the client, and messages, turns and attempts in the order
 * of time, each attempt right behind its text.
 */
export const keys = {
  /** All that is kept in a conversation's partition, whatever it is. */
  conversation: (conversationId: string) => ({ pk: `C#${conversationId}` }),
  head: (conversationId: string) => ({ pk: `C#${conversationId}`, sk: 'HEAD' }),
  profile: (conversationId: string) => ({ pk: `C#${conversationId}`, sk: 'PROFILE' }),
  /** What an operator has read of it. */
  readMark: (conversationId: string, operator: string) => ({
    pk: `C#${conversationId}`,
    sk: `READ#${operator}`,
  }),
  /** A message, a turn, a note or what an operator did. */
  entry: (conversationId: string, id: string) => ({ pk: `C#${conversationId}`, sk: `M#${id}` }),
  attempt: (conversationId: string, textId: string, number: number) => ({
    pk: `C#${conversationId}`,
    sk: `M#${textId}#A${String(number).padStart(4, '0')}`,
  }),
  /** All of a conversation's messages, turns and attempts. */
  entries: (conversationId: string) => ({ pk: `C#${conversationId}`, prefix: 'M#' }),
  attempts: (conversationId: string, textId: string) => ({
    pk: `C#${conversationId}`,
    prefix: `M#${textId}#A`,
  }),

  /** Lists of the inbox, in the index `desk`: of every head the list that it stands in, and its order there. */
  inbox: (list: InboxList) => ({ index: 'desk', partition: ['ik', `INBOX#${list}`], sort: 'is' }) as const,

  /** What was said on a day (UTC), in the index `desk`: of every message, of every text that is no turn, and of what operators did, its id. */
  said: (day: string, shard: number) =>
    ({ index: 'desk', partition: ['ik', `D#${day}#${shard}`], sort: 'is' }) as const,
  /** All clients, by their id. */
  clients: (shard: number, prefix: string) => ({ pk: `CLIENTS#${shard}`, prefix }),
  client: (shard: number, clientId: string, partner: string) => ({
    pk: `CLIENTS#${shard}`,
    sk: `${clientId}#${partner}`,
  }),

  /** Which message an idempotency key made. */
  request: (partner: string, keyDigest: string) => ({ pk: `R#${partner}#${keyDigest}`, sk: 'REQUEST' }),
  /** The desk's own keys for signing webhooks. */
  webhookKeys: () => ({ pk: 'WEBHOOK', sk: 'KEYS' }),
  partner: (partner: string) => ({ pk: `P#${partner}`, sk: 'PARTNER' }),
  /** All partners, by id. */
  partners: () => ({ pk: 'PARTNERS', prefix: 'P#' }),
  partnerListed: (partner: string) => ({ pk: 'PARTNERS', sk: `P#${partner}` }),
  /** A partner's keys, beside the partner, without what they are: the row that opens something is found by its hash. */
  partnerKeys: (partner: string) => ({ pk: `P#${partner}`, prefix: 'K#' }),
  partnerKey: (partner: string, id: string) => ({ pk: `P#${partner}`, sk: `K#${id}` }),
  /** What people changed of the desk in a month (UTC), oldest first. */
  auditIn: (month: string) => ({ pk: `AUDIT#${month}`, prefix: '2' }),
  audited: (at: number, id: string) => {
    const moment = new Date(at).toISOString();
    return { pk: `AUDIT#${moment.slice(0, 7)}`, sk: `${moment}#${id}` };
  },
  /** The desk's bots, all in one partition, so that one question lists them. */
  bots: () => ({ pk: 'BOTS', prefix: 'B#' }),
  bot: (bot: string) => ({ pk: 'BOTS', sk: `B#${bot}` }),
  /** Whose key this is, a partner's or an admin's, by the key's SHA-256. */
  callerKey: (keyHash: string) => ({ pk: `PK#${keyHash}`, sk: 'KEY' }),
  /** The key that the twin gave this admin at its last start. */
  seededKey: (admin: string) => ({ pk: `SEEDED#${admin}`, sk: 'KEY' }),
  /** The people at the desk with their sessions, all in one partition, so that one question lists them. */
  operators: () => ({ pk: 'OPERATORS', prefix: 'O#' }),
  operator: (operator: string) => ({ pk: 'OPERATORS', sk: `O#${operator}` }),
  /** Views of the inbox that somebody keeps, and those of everybody. */
  viewsOf: (operator: string) => ({ pk: `VIEWS#${operator}`, sk: 'OWN' }),
  sharedViews: () => ({ pk: 'VIEWS', sk: 'SHARED' }),
  /** Tries to sign in that failed, by the digest of a name or an address. */
  signInTries: (of: string) => ({ pk: `TRIES#${of}`, sk: 'TRIES' }),
  /** The keys that sign access tokens. */
  tokenKeys: () => ({ pk: 'TOKENS', sk: 'KEYS' }),
  /** Deliveries that were given up on a day (UTC), oldest first: of all partners, so that nobody asks each of them. */
  deadOn: (day: string) => ({ pk: `DEAD#${day}`, prefix: day }),
  dead: (diedAt: number, textId: string) => {
    const at = new Date(diedAt).toISOString();
    return { pk: `DEAD#${at.slice(0, 10)}`, sk: `${at}#${textId}` };
  },
  endpoint: (endpointId: string) => ({ pk: `EP#${endpointId}`, sk: 'ENDPOINT' }),
  /** All endpoints, by partner. */
  endpoints: (partner?: string) => ({
    pk: 'ENDPOINTS',
    prefix: partner === undefined ? 'E#' : `E#${partner}#`,
  }),
  endpointListed: (partner: string, endpointId: string) => ({
    pk: 'ENDPOINTS',
    sk: `E#${partner}#${endpointId}`,
  }),
  /** Texts that wait for a disabled endpoint, oldest first, since ids begin with the time. */
  heldFor: (endpointId: string) => ({ pk: `HELD#${endpointId}`, prefix: 'msg_' }),
  held: (endpointId: string, textId: string) => ({ pk: `HELD#${endpointId}`, sk: textId }),
  /** Work on many texts, and which job was started last for the same work. */
  job: (jobId: string) => ({ pk: `JOB#${jobId}`, sk: 'JOB' }),
  latestJob: (work: string) => ({ pk: `WORK#${work}`, sk: 'LATEST' }),
  /** What admins publish: the latest of each in one partition, so that one question reads the whole handbook. */
  documents: () => ({ pk: 'DOCS', prefix: 'D#' }),
  document: (name: string) => ({ pk: 'DOCS', sk: `D#${name}` }),
  /** Every version there was of one of them. */
  documentVersions: (name: string) => ({ pk: `DOC#${name}`, prefix: 'V#' }),
  documentVersion: (name: string, version: number) => ({
    pk: `DOC#${name}`,
    sk: `V#${String(version).padStart(6, '0')}`,
  }),
  /** One part of the file of a model that was published, or is about to be. */
  modelPart: (model: string, number: number) => ({
    pk: `MODEL#${model}`,
    sk: `P#${String(number).padStart(3, '0')}`,
  }),
  /** What people said of turns, by turn, so that the newest turns come last. */
  allFeedback: () => ({ pk: 'FEEDBACK', prefix: 'msg_' }),
  feedback: (turnId: string) => ({ pk: 'FEEDBACK', sk: turnId }),
  /** What was counted of a day's hours (UTC). */
  hourCounts: (day: string) => ({ pk: `STATS#${day}`, prefix: 'H#' }),
  hourCount: (hour: number) => {
    const [day = '', time = ''] = new Date(hour).toISOString().split('T');
    return { pk: `STATS#${day}`, sk: `H#${time.slice(0, 2)}` };
  },
  /** Who reported trouble on a day (UTC), by the minute. */
  troubleIn: (day: string, shard: number) => ({ pk: `TROUBLE#${day}#${shard}` }),
  troubleReport: (minute: string, shard: number, kind: string, conversationId: string) => ({
    pk: `TROUBLE#${minute.slice(0, 10)}#${shard}`,
    sk: `${minute}#${kind}#${conversationId}`,
  }),
  /** What each hour of the week usually sees of trouble. */
  usualTrouble: () => ({ pk: 'TROUBLE', sk: 'USUAL' }),
  /** Updates that could not be understood, newest last. */
  allParked: () => ({ pk: 'PARKED', prefix: '2' }),
  parked: ({ at, bot, update }: ParkedPlace) => ({
    pk: 'PARKED',
    sk: `${new Date(at).toISOString()}#${bot}#${update}`,
  }),
  /** Which incidents are open, what was dismissed lately, and when channels were told last. */
  incidentBoard: () => ({ pk: 'INCIDENTS', sk: 'BOARD' }),
  /** All incidents, oldest first, since ids begin with the time. */
  incidents: () => ({ pk: 'INCIDENTS', prefix: 'inc_' }),
  incident: (incidentId: string) => ({ pk: 'INCIDENTS', sk: incidentId }),
  /** Who has reported an incident, spread so that an outage does not throttle it. */
  incidentLinks: (incidentId: string, shard: number) => ({
    pk: `LINKS#${incidentId}#${shard}`,
    prefix: 'cnv_',
  }),
  incidentLink: (incidentId: string, shard: number, conversationId: string) => ({
    pk: `LINKS#${incidentId}#${shard}`,
    sk: conversationId,
  }),
  /** All broadcasts, oldest first, since ids begin with the time. */
  broadcasts: () => ({ pk: 'BROADCASTS', prefix: 'brd_' }),
  broadcast: (broadcastId: string) => ({ pk: 'BROADCASTS', sk: broadcastId }),
  /** Those of one incident. */
  broadcastsOf: (incidentId: string) => ({ pk: `BROADCASTS#${incidentId}`, prefix: 'brd_' }),
  broadcastOf: (incidentId: string, broadcastId: string) => ({
    pk: `BROADCASTS#${incidentId}`,
    sk: broadcastId,
  }),
  /** Whom a broadcast is for, spread. */
  audience: (broadcastId: string, shard: number) => ({
    pk: `AUDIENCE#${broadcastId}#${shard}`,
    prefix: 'cnv_',
  }),
  audienceMember: (broadcastId: string, shard: number, conversationId: string) => ({
    pk: `AUDIENCE#${broadcastId}#${shard}`,
    sk: conversationId,
  }),
  /** When broadcasts may put their next notice on a channel. */
  noticePace: (channel: string) => ({ pk: `PACE#${channel}`, sk: 'NOTICES' }),
  /** Who was told of a stage of an incident, by an answer or a broadcast, spread likewise. */
  allTold: (incidentId: string, stage: string, shard: number) => ({
    pk: `TOLD#${incidentId}#${stage}#${shard}`,
    prefix: 'cnv_',
  }),
  told: (incidentId: string, stage: string, shard: number, conversationId: string) => ({
    pk: `TOLD#${incidentId}#${stage}#${shard}`,
    sk: conversationId,
  }),
  /** When a bot may send next, or in one of its groups. */
  pacing: (bot: string, group?: string) => ({
    pk: `PACE#${bot}`,
    sk: group === undefined ? 'BOT' : `GROUP#${group}`,
  }),
  /** What a language model said, by what it was asked. */
  opinion: (question: string) => ({ pk: `OPINION#${question}`, sk: 'OPINION' }),
  /** What the opinions of a day (UTC) have cost. */
  spending: (day: string) => ({ pk: `SPENT#${day}`, sk: 'OPINIONS' }),
  /** What opens a socket once, by its SHA-256. */
  ticket: (hash: string) => ({ pk: `TICKET#${hash}`, sk: 'TICKET' }),
  /** Open sockets, so that one question finds whom to tell. */
  connections: () => ({ pk: 'SOCKETS', prefix: 'S#' }),
  connection: (id: string) => ({ pk: 'SOCKETS', sk: `S#${id}` }),
  /** Signals that crashed their function twice, and letters that are none, newest last. */
  allStuck: () => ({ pk: 'STUCK' }),
  stuck: (at: number, name: string) => ({
    pk: 'STUCK',
    sk: `${new Date(at).toISOString()}#${name}`,
  }),
} as const;
