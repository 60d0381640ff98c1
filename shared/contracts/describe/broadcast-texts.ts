import { LIMITS } from '../../domain/limits.ts';
import type { JsonSchema } from './json.ts';

const text = (what: string): JsonSchema => ({
  description: `${what} 1 to ${LIMITS.noticeCharacters} characters.`,
  minLength: 1,
  maxLength: LIMITS.noticeCharacters,
});
const channels = '`all`, or a list of `partner:<id>` and `bot:<id>`';
const dry_run = 'Only count whom it would reach.';

export const BROADCAST_TEXTS = {
  SendBroadcastBody: {
    '': 'Words of the desk’s own for many clients.',
    texts: 'What they are told, by the language that each is answered in.',
    'texts.ru': text('In Russian.'),
    'texts.en': text('In English; else the Russian text is said.'),
    channels: `Where: ${channels}.`,
    hours: `Whoever wrote in the last so many hours; ${LIMITS.audienceHours} unless given.`,
    dry_run,
  },
  IncidentBroadcastBody: {
    '': 'An incident’s notice for more clients.',
    channels: `Where: ${channels}; where it was reported unless given.`,
    text: text('In place of the incident’s own, in every language.'),
    dry_run,
  },
  BroadcastsPage: {
    '': 'A page of broadcasts.',
    items: 'The broadcasts.',
    next: 'The cursor of the next page, or null.',
  },
  BroadcastBody: {
    '': 'A broadcast.',
    id: 'Names it.',
    incident_id: 'The incident that it tells of, or null for words of the desk’s own.',
    stage: '`notice`: of an incident; `restore`: of its end; `message`: words of the desk’s own.',
    state: '`counting` whom it is for, `running`, `paused`, `cancelled` or `done`.',
    automatic: 'Nobody at the desk asked for it.',
    texts: 'What clients are told.',
    audience: 'Whom it is for.',
    progress: 'How far it is.',
    started_by: 'Who started it.',
    started_at: 'When it was started (UTC).',
    ended_at: 'When it ended (UTC), or null.',
  },
  BroadcastTextsBody: {
    '': 'A text in the languages of the desk.',
    ru: 'In Russian.',
    en: 'In English.',
  },
  BroadcastAudience: {
    '': 'Whom a broadcast is for.',
    kind: '`active`: whoever wrote lately; `told`: whoever was told of the incident.',
    hours: 'How lately, in hours, or null.',
    channels: 'On which channels, or null: wherever they are.',
  },
  BroadcastProgress: {
    '': 'How far a broadcast is.',
    found: 'Distinct clients that it is for.',
    told: 'Those whose notice is on its way, or there.',
    failed: 'Those whose notice could not be put on its way.',
    skipped: 'Those that are told nothing, by why.',
  },
  SkippedBody: {
    '': 'Clients that are told nothing, by why.',
    opted_out: 'They want no broadcasts.',
    channel_closed: 'They have blocked the bot, or their endpoint is disabled.',
    already_told: 'They were told of it before.',
    no_address: 'There is nowhere to send it to.',
    not_reached: 'Of an incident’s end: its notice never reached them.',
  },
  BroadcastDryRun: {
    '': 'Whom a broadcast would reach if it began now.',
    clients: 'Distinct clients.',
    by_channel: 'The same by channel.',
    skipped: 'Who would be told nothing.',
    complete: `False: there are more than were counted in ${LIMITS.audienceCountedWall / 1000} seconds.`,
  },
} satisfies Record<string, Record<string, string | JsonSchema>>;
