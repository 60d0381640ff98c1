import { type Classifier, createClassifier } from '../classifier.ts';
import { loadModel } from '../load-model.ts';
import { type Example, readExamples } from './examples.ts';
import { parseFlags, runCommand, UsageError } from './flags.ts';
import { judgeOne } from './judge-model.ts';
import { type Judged, type Measures, measure } from './measure.ts';
import { describeMeasures } from './report.ts';
import { SHIPPED_MODEL } from './rooms.ts';

/** Messages classified before the clock counts, so that the compiler's work is not measured. */
const WARM_UP = 500;

await runCommand(() => {
  const { file, dir, json } = readFlags();
  const examples = readExamples([file]);
  const classifier = createClassifier(readModel(dir));
  for (let i = 0; i < WARM_UP; i++) classifier.classify(examples[i % examples.length]?.text ?? '');
  const { judged, times } = judge(classifier, examples);
  const sorted = times.toSorted();
  const timing = { p50_us: percentile(sorted, 0.5), p99_us: percentile(sorted, 0.99) };
  console.log(describeMeasures(file, judged));
  console.log(`  one message: p50 ${timing.p50_us} µs · p99 ${timing.p99_us} µs`);
  if (json) console.log(JSON.stringify(inOrder(measure(judged), timing)));
});

function readFlags(): { file: string; dir: string; json: boolean } {
  const { values, positionals } = parseFlags({
    options: { model: { type: 'string' }, json: { type: 'boolean' } },
    allowPositionals: true,
  });
  const [file, ...others] = positionals;
  if (file === undefined || others.length > 0)
    throw new UsageError('usage: npm run eval -- FILE.jsonl [--model DIR] [--json]');
  return { file, dir: values.model ?? SHIPPED_MODEL, json: values.json ?? false };
}

function readModel(dir: string): ReturnType<typeof loadModel> {
  try {
    return loadModel(dir);
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function judge(
  classifier: Classifier,
  examples: readonly Example[],
): { judged: Judged[]; times: Float64Array } {
  const times = new Float64Array(examples.length);
  const judged = examples.map((example, i) => {
    const startedAt = performance.now();
    const one = judgeOne(classifier, example);
    times[i] = (performance.now() - startedAt) * 1000;
    return one;
  });
  return { judged, times };
}

function percentile(sorted: Float64Array, share: number): number {
  return Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0);
}

function inOrder(measures: Measures, timing: { p50_us: number; p99_us: number }): Record<string, unknown> {
  const { n, accuracy, lenient_accuracy, macro_f1, ece, coverage, per_label } = measures;
  return { n, accuracy, lenient_accuracy, macro_f1, ece, coverage, ...timing, per_label };
}
