import { createClassifier } from '../classifier.ts';
import { hashFiles, readExamples } from './examples.ts';
import { parseFlags, runCommand, UsageError } from './flags.ts';
import { judgeModel } from './judge-model.ts';
import { accuracyByBatch } from './measure.ts';
import { describeMeasures, summarise } from './report.ts';
import { frozenSet, SHIPPED_MODEL, shippedCorpus } from './rooms.ts';
import { saveModel } from './save-model.ts';
import { SETTINGS, type TrainingSettings } from './settings.ts';
import { trainModel } from './train-model.ts';

await runCommand(async () => {
  const { files, out, isShipped, settings } = readFlags();
  const examples = readExamples(files);
  if (new Set(examples.map(({ label }) => label)).size < 2)
    throw new UsageError('a classifier needs at least two labels');
  const startedAt = performance.now();
  const { model, folds, batches } = await trainModel(examples, settings);
  console.log(describeMeasures('Five folds', folds));
  if (batches.length > 0) {
    console.log(describeMeasures('Leaving one batch out', batches));
    for (const [batch, accuracy] of Object.entries(accuracyByBatch(batches)))
      console.log(`  batch ${batch.padStart(3)}  accuracy ${accuracy.toFixed(4)}`);
  }
  const frozen = isShipped
    ? judgeModel(createClassifier({ ...model, version: '' }), readExamples(frozenSet()))
    : [];
  if (frozen.length > 0) console.log(describeMeasures('The frozen set', frozen));
  const version = saveModel(out, model, {
    corpus_sha256: hashFiles(files),
    settings,
    five_fold: summarise(folds),
    ...(batches.length > 0 ? { batch_out: summarise(batches), by_batch: accuracyByBatch(batches) } : {}),
    ...(frozen.length > 0 ? { frozen: { sha256: hashFiles(frozenSet()), ...summarise(frozen) } } : {}),
  });
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  console.log(
    `Model ${version}: ${model.labels.length} labels, ${model.vocabulary.size} features, in ${out} after ${seconds} s`,
  );
});

interface Flags {
  files: string[];
  out: string;
  isShipped: boolean;
  settings: TrainingSettings;
}

function readFlags(): Flags {
  const { values, positionals } = parseFlags({
    options: {
      corpus: { type: 'string', multiple: true },
      out: { type: 'string' },
      features: { type: 'string' },
    },
    allowPositionals: true,
  });
  if (values.corpus === undefined && positionals.length > 0)
    throw new UsageError(`name the files after --corpus: ${positionals.join(' ')}`);
  if (values.corpus !== undefined && values.out === undefined)
    throw new UsageError('--corpus needs --out, so that the shipped model is not overwritten');
  const files = values.corpus === undefined ? shippedCorpus() : [...values.corpus, ...positionals];
  return {
    files,
    isShipped: values.corpus === undefined,
    out: values.out ?? SHIPPED_MODEL,
    settings: { ...SETTINGS, mostFeatures: featuresIn(values) },
  };
}

/** A small model is one of few features. */
function featuresIn({ corpus, features }: { corpus?: unknown; features?: string | undefined }): number {
  if (features === undefined) return SETTINGS.mostFeatures;
  const most = Number(features);
  if (corpus === undefined)
    throw new UsageError('--features needs --corpus: the shipped model keeps its own');
  if (!Number.isInteger(most) || most < 1) throw new UsageError('--features must be a whole number');
  return most;
}
