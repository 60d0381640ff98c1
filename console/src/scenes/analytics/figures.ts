import type {
  DeliveryStatsBody,
  MessageStatsBody,
  ScenarioStatsBody,
} from '../../../../shared/contracts/stats-responses.ts';

type Scenario = ScenarioStatsBody['total']['scenarios'][number]['scenario'];

/** One bar of a chart: when it begins, and how many messages each scenario had. */
export interface Bar {
  at: number;
  counts: Partial<Record<Scenario, number>>;
}

/**
 * Messages by scenario over time.
 * @param startOf where the bar begins that an hour belongs to, as the reader's calendar has it
 */
export function barsOf(
  { hours }: Pick<ScenarioStatsBody, 'hours'>,
  startOf: (hour: number) => number,
): Bar[] {
  const bars = new Map<number, Bar>();
  for (const { hour, scenarios } of hours) {
    const at = startOf(Date.parse(hour));
    const bar = bars.get(at) ?? { at, counts: {} };
    bars.set(at, bar);
    for (const { scenario, messages } of scenarios)
      if (messages > 0) bar.counts[scenario] = (bar.counts[scenario] ?? 0) + messages;
  }
  return [...bars.values()].sort((a, b) => a.at - b.at);
}

/** The scenarios that were written about, the most frequent first. */
export function ranked({ scenarios }: ScenarioStatsBody['total']): Scenario[] {
  const some = scenarios.filter(({ messages }) => messages > 0);
  return some.sort((a, b) => b.messages - a.messages).map(({ scenario }) => scenario);
}

export interface Handling {
  messages: number;
  answeredAlone: number;
  escalated: number;
  /** Nothing, if nobody wrote. */
  shareAlone: number | undefined;
}

export function handlingOf({ scenarios }: ScenarioStatsBody['total']): Handling {
  const sum = (of: 'messages' | 'answered_alone' | 'escalated' | 'turns') =>
    scenarios.reduce((total, one) => total + one[of], 0);
  const turns = sum('turns');
  const alone = sum('answered_alone');
  return {
    messages: sum('messages'),
    answeredAlone: alone,
    escalated: sum('escalated'),
    shareAlone: turns === 0 ? undefined : alone / turns,
  };
}

/** How often each reason handed a conversation over, the most frequent first. */
export function reasonsOf({ scenarios }: ScenarioStatsBody['total']): { reason: string; count: number }[] {
  const counts = new Map<string, number>();
  for (const { escalated_by } of scenarios)
    for (const [reason, count] of Object.entries(escalated_by))
      counts.set(reason, (counts.get(reason) ?? 0) + count);
  const some = [...counts].filter(([, count]) => count > 0);
  return some.map(([reason, count]) => ({ reason, count })).sort((a, b) => b.count - a.count);
}

/** Messages by the hour of the day, 0 to 23. */
export function byHourOfDay(
  { hours }: Pick<MessageStatsBody, 'hours'>,
  hourOf: (at: number) => number,
): number[] {
  const counts = Array.from({ length: 24 }, () => 0);
  for (const { hour, messages } of hours) {
    const at = hourOf(Date.parse(hour));
    counts[at] = (counts[at] ?? 0) + messages;
  }
  return counts;
}

/** Of the texts whose end is known, how many arrived; nothing, if there were none. */
export function shareDelivered({ texts }: DeliveryStatsBody['total']): number | undefined {
  const sum = (of: 'delivered' | 'stored' | 'dead' | 'unknown') =>
    texts.reduce((total, one) => total + one[of], 0);
  const arrived = sum('delivered') + sum('stored');
  const ended = arrived + sum('dead') + sum('unknown');
  return ended === 0 ? undefined : arrived / ended;
}

/** By how much a figure has changed: 0.1 is a tenth more. Nothing, if there is nothing to compare with. */
export function changeOf(
  now: number | undefined | null,
  then: number | undefined | null,
): number | undefined {
  if (now == null || then == null || then === 0) return undefined;
  return (now - then) / then;
}
