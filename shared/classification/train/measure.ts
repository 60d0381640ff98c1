/** One judged message. */
export interface Judged {
  readonly label: string;
  readonly alsoOk: readonly string[];
  readonly guess: string;
  readonly confidence: number;
  readonly answered: boolean;
  /** Which brief it was written to, if the corpus says. */
  readonly batch?: string | undefined;
}

export interface LabelMeasures {
  readonly n: number;
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
}

export interface Measures {
  readonly n: number;
  readonly accuracy: number;
  /** Counts `also_ok` as right. */
  readonly lenient_accuracy: number;
  readonly macro_f1: number;
  /** Expected calibration error over fifteen bins. */
  readonly ece: number;
  /** Share of messages at or above the answer threshold. */
  readonly coverage: number;
  /** Share of right ones among those, leniently. */
  readonly answered_precision: number;
  readonly per_label: Readonly<Record<string, LabelMeasures>>;
}

const BINS = 15;

/** Measures how well messages were judged. */
export function measure(judged: readonly Judged[]): Measures {
  const perLabel = measureLabels(judged);
  const answered = judged.filter((item) => item.answered);
  return {
    n: judged.length,
    accuracy: share(judged, isRight),
    lenient_accuracy: share(judged, isAcceptable),
    macro_f1: mean(Object.values(perLabel).map((label) => label.f1)),
    ece: calibrationError(judged),
    coverage: answered.length / Math.max(judged.length, 1),
    answered_precision: share(answered, isAcceptable),
    per_label: perLabel,
  };
}

/** The share of right answers in each batch. */
export function accuracyByBatch(judged: readonly Judged[]): Record<string, number> {
  const batches = Map.groupBy(judged, ({ batch }) => batch);
  return Object.fromEntries(
    [...batches].flatMap(([batch, items]) => (batch === undefined ? [] : [[batch, share(items, isRight)]])),
  );
}

/** The most frequent mistakes: which label was taken for which. */
export function confusions(judged: readonly Judged[], most: number): { pair: string; n: number }[] {
  const counts = new Map<string, number>();
  for (const item of judged) {
    if (isAcceptable(item)) continue;
    const pair = `${item.label} → ${item.guess}`;
    counts.set(pair, (counts.get(pair) ?? 0) + 1);
  }
  return [...counts]
    .map(([pair, n]) => ({ pair, n }))
    .sort((a, b) => b.n - a.n || (a.pair < b.pair ? -1 : 1))
    .slice(0, most);
}

function isRight({ label, guess }: Judged): boolean {
  return label === guess;
}

function isAcceptable(item: Judged): boolean {
  return isRight(item) || item.alsoOk.includes(item.guess);
}

function measureLabels(judged: readonly Judged[]): Record<string, LabelMeasures> {
  const labels = [...new Set(judged.map((item) => item.label))].sort();
  return Object.fromEntries(labels.map((label) => [label, measureLabel(judged, label)]));
}

function measureLabel(judged: readonly Judged[], label: string): LabelMeasures {
  const met = judged.filter((item) => item.label === label);
  const guessed = judged.filter((item) => item.guess === label);
  const precision = share(guessed, isRight);
  const recall = share(met, isRight);
  return {
    n: met.length,
    precision,
    recall,
    f1: precision + recall === 0 ? 0 : (2 * precision * recall) / (precision + recall),
  };
}

function calibrationError(judged: readonly Judged[]): number {
  const bins = Array.from({ length: BINS }, () => ({ n: 0, confidence: 0, right: 0 }));
  for (const item of judged) {
    const bin = bins[Math.min(BINS - 1, Math.floor(item.confidence * BINS))];
    if (bin === undefined) continue;
    bin.n++;
    bin.confidence += item.confidence;
    bin.right += isRight(item) ? 1 : 0;
  }
  return (
    bins.reduce((sum, bin) => sum + Math.abs(bin.confidence - bin.right), 0) / Math.max(judged.length, 1)
  );
}

function share<T>(items: readonly T[], holds: (item: T) => boolean): number {
  return items.length === 0 ? 0 : items.filter(holds).length / items.length;
}

function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((a, b) => a + b, 0) / values.length;
}
