import type { DeadDelivery } from './delivery-record.ts';
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
  /** What was given up lately and not replayed; lanes of signals that got stuck lately, `none` of what is no signal. */
  dead: readonly Pick<DeadDelivery, 'rule'>[];
  stuck: readonly string[];
  /** How long the oldest work has waited that a few looks find, seconds. */
  oldestWorkS: number;
  /** What language models were asked and cost on the day (UTC), millionths of a US dollar; undefined: none was asked. */
  opinions: { spent: number; requests: number } | undefined;
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
  firstline_classifications_total: [
    'counter',
    'Turns since midnight UTC, by the model that judged and how sure it was.',
  ],
  firstline_escalations_total: ['counter', 'Turns since midnight UTC that handed over to people, by reason.'],
  firstline_texts: ['gauge', 'Texts of the day (UTC), by source and what became of them.'],
  firstline_tries_total: [
    'counter',
    'Tries to deliver texts of the day (UTC), by the rule that decided on each.',
  ],
  firstline_late_seconds: [
    'summary',
    'From when a text of the day (UTC) was due to its first try, by source.',
  ],
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
  firstline_oldest_work_seconds: [
    'gauge',
    'How long the oldest message or text has waited for the desk itself, at least; of what was said within about an hour, a minute ago or more.',
  ],
  firstline_dead_deliveries: [
    'gauge',
    'Texts given up within seven days and not delivered since, by the rule that decided; 1000 at most.',
  ],
  firstline_stuck_signals: ['gauge', 'Signals that crashed twice within seven days, by lane; 1000 at most.'],
  firstline_llm_requests_total: ['counter', 'Requests to a language model since midnight UTC.'],
  firstline_llm_spend_dollars: [
    'gauge',
    'What these have cost, US dollars; of those under way, what they may.',
  ],
  firstline_screens: ['gauge', 'Screens that are connected.'],
  firstline_figures_partial: [
    'gauge',
    '1 if hours of the day could not be counted in time, and are missing.',
  ],
} as const satisfies Record<string, readonly ['counter' | 'gauge' | 'summary', string]>;

export type ScrapedName = keyof typeof SCRAPED;
