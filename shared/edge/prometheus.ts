import { type DeskFigures, SCRAPED, type ScrapedName } from '../domain/desk-figures.ts';
import { type Figures, howMany, quantile, type Spread } from '../domain/statistics.ts';

/** One value under a name, told apart by its labels. */
interface Sample {
  of: ScrapedName;
  /** Behind the name, such as `_count` of a summary. */
  suffix?: string;
  labels?: Readonly<Record<string, string>>;
  value: number;
}

const MILLIONTHS = 1_000_000;

/** The media type of what Prometheus reads. */
export const EXPOSITION = 'text/plain; version=0.0.4; charset=utf-8';

/** The figures in Prometheus's text format: each name with its help and type, and its samples together. */
export function exposition(figures: DeskFigures): string {
  const samples = Map.groupBy([...samplesOfDay(figures.day), ...samplesOfNow(figures)], ({ of }) => of);
  const blocks = [...samples].map(([name, found]) => {
    const [type, help] = SCRAPED[name];
    return [`# HELP ${name} ${help}`, `# TYPE ${name} ${type}`, ...found.map(spelled)].join('\n');
  });
  return `${blocks.join('\n')}\n`;
}

function spelled({ of, suffix = '', labels = {}, value }: Sample): string {
  const named = Object.entries(labels).map(([name, text]) => `${name}="${escaped(text)}"`);
  return `${of}${suffix}${named.length > 0 ? `{${named.join()}}` : ''} ${value}`;
}

function escaped(text: string): string {
  return text.replace(/[\\"\n]/g, (sign) => (sign === '\n' ? '\\n' : `\\${sign}`));
}

function samplesOfDay(day: Figures): Sample[] {
  return [
    { of: 'firstline_messages_total', value: day.messages },
    ...Object.entries(day.models).flatMap(([model, bands]) =>
      by('firstline_classifications_total', 'band', bands, { model }),
    ),
    ...by('firstline_tries_total', 'rule', day.tries),
    ...Object.entries(day.late).flatMap(([source, spread]) =>
      summary('firstline_late_seconds', spread, { source }),
    ),
    ...samplesOfScenarios(day),
    ...Object.entries(day.texts).flatMap(([source, states]) =>
      by('firstline_texts', 'state', states, { source }),
    ),
    ...summary('firstline_answered_seconds', day.answered_in.bot, { by: 'bot' }),
    ...summary('firstline_answered_seconds', day.answered_in.operator, { by: 'operator' }),
    ...summary('firstline_taken_seconds', day.taken_in, {}),
    ...by('firstline_operator_actions_total', 'action', added(Object.values(day.operators))),
  ];
}

function samplesOfScenarios({ scenarios }: Figures): Sample[] {
  const lines = Object.entries(scenarios);
  const each = (of: ScrapedName, what: 'turns' | 'answered_alone' | 'left'): Sample[] =>
    lines.map(([scenario, line]) => ({ of, labels: { scenario }, value: line[what] }));
  return [
    ...each('firstline_turns_total', 'turns'),
    ...each('firstline_turns_answered_alone', 'answered_alone'),
    ...each('firstline_turns_left', 'left'),
    ...by('firstline_escalations_total', 'reason', added(lines.map(([, { escalated }]) => escalated))),
  ];
}

function samplesOfNow(figures: DeskFigures): Sample[] {
  const { endpoints, waiting, screens, partial, oldestWorkS } = figures;
  const failing = endpoints.filter(({ state }) => state.name === 'open' || state.name === 'disabled');
  const states = added(endpoints.map(({ state }) => ({ [state.name]: 1 })));
  return [
    ...by('firstline_endpoints', 'state', states),
    ...failing.map(({ id: endpoint_id, partner }): Sample => {
      return { of: 'firstline_endpoint_failing', labels: { endpoint_id, partner }, value: 1 };
    }),
    ...by('firstline_waiting_conversations', 'priority', waiting.byPriority),
    { of: 'firstline_longest_wait_seconds', value: waiting.longestS },
    { of: 'firstline_oldest_work_seconds', value: oldestWorkS },
    ...samplesOfLost(figures),
    ...samplesOfOpinions(figures),
    { of: 'firstline_screens', value: screens },
    { of: 'firstline_figures_partial', value: partial ? 1 : 0 },
  ];
}

function samplesOfLost({ dead, stuck }: DeskFigures): Sample[] {
  return [
    ...by('firstline_dead_deliveries', 'rule', added(dead.map(({ rule }) => ({ [rule]: 1 })))),
    ...by('firstline_stuck_signals', 'lane', added(stuck.map((lane) => ({ [lane]: 1 })))),
  ];
}

function samplesOfOpinions({ opinions }: DeskFigures): Sample[] {
  if (!opinions) return [];
  return [
    { of: 'firstline_llm_requests_total', value: opinions.requests },
    { of: 'firstline_llm_spend_dollars', value: opinions.spent / MILLIONTHS },
  ];
}

type Counts = Readonly<Partial<Record<string, number>>>;

function by(of: ScrapedName, label: string, counts: Counts, labels = {}): Sample[] {
  return Object.entries(counts).map(([name, value = 0]) => ({
    of,
    labels: { ...labels, [label]: name },
    value,
  }));
}

function added(all: readonly Counts[]): Record<string, number> {
  const sum: Record<string, number> = {};
  for (const counts of all)
    for (const [name, value = 0] of Object.entries(counts)) sum[name] = (sum[name] ?? 0) + value;
  return sum;
}

function summary(of: ScrapedName, spread: Spread, labels: Record<string, string>): Sample[] {
  const quantiles = [0.5, 0.9].flatMap((share): Sample[] => {
    const value = quantile(spread, share);
    return value === null ? [] : [{ of, labels: { ...labels, quantile: String(share) }, value }];
  });
  const total = Object.entries(spread).reduce((sum, [seconds, times]) => sum + Number(seconds) * times, 0);
  return [
    ...quantiles,
    { of, suffix: '_sum', labels, value: total },
    { of, suffix: '_count', labels, value: howMany(spread) },
  ];
}
