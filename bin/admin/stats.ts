import type {
  DeliveryStatsBody,
  FeedbackSummaryBody,
  MessageStatsBody,
  OperatorStatsBody,
  ScenarioStatsBody,
  TimesBody,
} from '../../shared/contracts/stats-responses.ts';
import type { Answer, Ask } from './api.ts';
import { type Command, columns, queryOf, type Typed } from './command.ts';

const asking =
  (path: string) =>
  (ask: Ask, { options: { from, to } }: Typed): Promise<Answer> =>
    ask('GET', `${path}${queryOf({ from, to })}`);

interface Span {
  from: string;
  to: string;
  partial?: boolean;
  next?: string | null;
}

/** Since when, until when, and whether that is all. */
function spanOf({ from, to, partial, next }: Span): string[] {
  const missing = partial ? ['some hours are not counted yet: ask again'] : [];
  return [`from ${from} to ${to}`, ...missing, ...(next ? ['there is more: give a later --from'] : [])];
}

function share(part: number, whole: number): string {
  return whole === 0 ? '–' : `${Math.round((part / whole) * 100)} %`;
}

function timesOf(times: TimesBody): string {
  const { count, median_s, p90_s } = times;
  return count === 0 ? '–' : `median ${median_s} s, nine in ten within ${p90_s} s (${count})`;
}

function showMessages(answer: Answer): string[] {
  const { total, ...span } = answer as unknown as MessageStatsBody;
  return [
    ...spanOf(span),
    ...columns([
      ['messages', total.messages],
      ...Object.entries(total.texts).map(([source, count]) => [`texts: ${source}`, count]),
      ['answered by the bot', timesOf(total.answered_by_bot_in)],
      ['answered by operators', timesOf(total.answered_by_operators_in)],
    ]),
  ];
}

function showScenarios(answer: Answer): string[] {
  const { total, ...span } = answer as unknown as ScenarioStatsBody;
  const rows = total.scenarios.map((one) => [
    one.scenario,
    one.turns,
    one.messages,
    share(one.answered_alone, one.turns),
    share(one.left, one.turns),
    share(one.escalated, one.turns),
    one.mean_confidence.toFixed(2),
  ]);
  const head = ['scenario', 'decisions', 'messages', 'alone', 'left', 'handed over', 'confidence'];
  return [...spanOf(span), ...columns([head, ...rows])];
}

function showDeliveries(answer: Answer): string[] {
  const { total, ...span } = answer as unknown as DeliveryStatsBody;
  const kinds = ['delivered', 'stored', 'waiting', 'dead', 'unknown', 'cancelled'] as const;
  const rows = total.texts.map((one) => [one.source, ...kinds.map((kind) => one[kind])]);
  return [...spanOf(span), ...columns([['texts', ...kinds], ...rows])];
}

function showOperators(answer: Answer): string[] {
  const { total, ...span } = answer as unknown as OperatorStatsBody;
  const deeds = ['replies', 'takes', 'assigns', 'releases', 'hand_backs', 'closes', 'reopens'] as const;
  const rows = total.operators.map((one) => [one.operator, ...deeds.map((deed) => one[deed])]);
  return [
    ...spanOf(span),
    ...columns([['operator', ...deeds.map((deed) => deed.replace('_', ' '))], ...rows]),
    `taken: ${timesOf(total.taken_in)}`,
    `answered: ${timesOf(total.answered_in)}`,
  ];
}

function showFeedback(answer: Answer): string[] {
  const { models, corrections, ...summary } = answer as unknown as FeedbackSummaryBody;
  const { correct, incorrect, needs_escalation, share_correct } = summary;
  const right = share_correct === null ? '–' : share(share_correct, 1);
  return [
    ...spanOf(summary),
    `understood: ${right} (right ${correct}, wrong ${incorrect}, to be handed over ${needs_escalation})`,
    ...columns(corrections.map(({ guess, right, count }) => [guess, '→', right, count])),
    ...columns(models.map((one) => [one.model, share(one.correct, one.correct + one.incorrect)])),
  ];
}

const figures = (name: string, path: string, show: Command['show']): Command => ({
  usage: `stats ${name} [--from TIME] [--to TIME]`,
  takes: ['from', 'to'],
  words: [0, 0],
  run: asking(path),
  show,
});

export const STATS_COMMANDS: Record<string, Command> = {
  messages: figures('messages', '/api/stats/messages', showMessages),
  scenarios: figures('scenarios', '/api/stats/scenarios', showScenarios),
  deliveries: figures('deliveries', '/api/stats/deliveries', showDeliveries),
  operators: figures('operators', '/api/stats/operators', showOperators),
  feedback: figures('feedback', '/api/feedback/summary', showFeedback),
};
