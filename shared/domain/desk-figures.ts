import type { Endpoint } from './endpoint.ts';
import type { Figures } from './statistics.ts';

/** How the desk stands, from what is kept. */
export interface DeskFigures {
  /** What was counted of the day (UTC) so far. */
  day: Figures;
  /** Hours of it are missing. */
  partial: boolean;
  endpoints: readonly Endpoint[];
  /** Conversations that wait for a person, by priority, and the longest wait, seconds. */
  waiting: { byPriority: Readonly<Record<string, number>>; longestS: number };
  /** Screens that are connected. */
  screens: number;
}

/** Every figure at `/metrics`. Counters begin anew at midnight UTC; what may go back within the day is a gauge. */
export const SCRAPED = {
  firstline_messages_total: ['counter', 'Messages of clients since midnight UTC.'],
  firstline_turns_total: ['counter', 'Turns of the bot since midnight UTC, by scenario.'],
  firstline_turns_answered_alone: ['gauge', 'Of these, those that needed nobody else.'],
  firstline_turns_left: [
    'gauge',
    'Of these, those that said nothing, because a person owed an answer anyway.',
  ],
  firstline_classifications_total: ['counter', 'Turns since midnight UTC, by how sure the bot was.'],
  firstline_escalations_total: ['counter', 'Turns since midnight UTC that handed over to people, by reason.'],
  firstline_texts: ['gauge', 'Texts of the day (UTC), by source and what became of them.'],
  firstline_answered_seconds: ['summary', 'From a message to the arrival of its answer, of the day (UTC).'],
  firstline_taken_seconds: [
    'summary',
    'From when a client began to wait for a person to when one took over.',
  ],
  firstline_operator_actions_total: ['counter', 'What operators did since midnight UTC.'],
  firstline_endpoints: ['gauge', 'Endpoints of webhooks and bots, by state.'],
  firstline_endpoint_failing: ['gauge', 'An endpoint that takes nothing.'],
  firstline_waiting_conversations: [
    'gauge',
    'Conversations that wait for a person, by priority; 200 at most.',
  ],
  firstline_longest_wait_seconds: ['gauge', 'How long the one of these that has waited longest has.'],
  firstline_screens: ['gauge', 'Screens that are connected.'],
  firstline_figures_partial: [
    'gauge',
    '1 if hours of the day could not be counted in time, and are missing.',
  ],
} as const satisfies Record<string, readonly ['counter' | 'gauge' | 'summary', string]>;

export type ScrapedName = keyof typeof SCRAPED;
