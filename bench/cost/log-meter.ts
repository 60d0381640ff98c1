import * as z from 'zod';

/** A line of CloudWatch's embedded metrics. */
const Embedded = z.object({
  _aws: z.object({
    CloudWatchMetrics: z.array(
      z.object({
        Namespace: z.string(),
        Dimensions: z.array(z.array(z.string())),
        Metrics: z.array(z.object({ Name: z.string() })),
      }),
    ),
  }),
});

/** Weighs what the functions of a twin write to their logs. */
export interface LogMeter {
  /** One of the twin's lines: `label | what the function wrote`. */
  take(line: string): void;
  bytes(): number;
  /** Figures that the lines made so far, since the meter was created: each name with each set of dimensions. */
  metrics(): number;
  /** Starts to weigh anew. */
  reset(): void;
}

const LABELLED = /^([\w-]+) \| (.*)$/s;
/** Looks by the clock, and is priced at rest. */
const NOT_OF_MESSAGES = 'probe';

export function createLogMeter(): LogMeter {
  let bytes = 0;
  const series = new Set<string>();
  return {
    take(line) {
      const [, label, text = ''] = LABELLED.exec(line) ?? [];
      if (label === undefined || label === NOT_OF_MESSAGES) return;
      bytes += Buffer.byteLength(text) + 1;
      for (const one of seriesOf(text)) series.add(one);
    },
    bytes: () => bytes,
    metrics: () => series.size,
    reset() {
      bytes = 0;
    },
  };
}

function seriesOf(text: string): string[] {
  if (!text.includes('"CloudWatchMetrics"')) return [];
  const line: Record<string, unknown> = JSON.parse(text);
  const embedded = Embedded.safeParse(line);
  if (!embedded.success) return [];
  return embedded.data._aws.CloudWatchMetrics.flatMap(({ Namespace, Dimensions, Metrics }) =>
    Dimensions.flatMap((names) => {
      const at = names.map((name) => `${name}=${String(line[name])}`).join();
      return Metrics.map(({ Name }) => `${Namespace} ${at} ${Name}`);
    }),
  );
}
