import { createClassifier } from '../classifier.ts';
import { hashFiles, readExamples } from './examples.ts';
import { parseFlags, runCommand, UsageError } from './flags.ts';
import { judgeModel } from './judge-model.ts';
import { accuracyByBatch } from './measure.ts';
import { describeMeasures, summarise } from './report.ts';
import { frozenSet, SHIPPED_MODEL, shippedCorpus } from './rooms.ts';
import { saveModel } from './save-model.ts';
import { SETTINGS } from './settings.ts';
import { trainModel } from './train-model.ts';

await runCommand(async () => {
  const { files, out, isShipped } = readFlags();
  const examples = readExamples(files);
  if (new Set(examples.map(({ label }) => label)).size < 2)
    throw new UsageError('a classifier needs at least two labels');
  const startedAt = performance.now();
  const { model, folds, batches } = await trainModel(examples);
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
    settings: SETTINGS,
    five_fold: summarise(folds),
    ...(batches.length > 0 ? { batch_out: summarise(batches), by_batch: accuracyByBatch(batches) } : {}),
    ...(frozen.length > 0 ? { frozen: { sha256: hashFiles(frozenSet()), ...summarise(frozen) } } : {}),
  });
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  console.log(
    `Model ${version}: ${model.labels.length} labels, ${model.vocabulary.size} features, in ${out} after ${seconds} s`,
  );
});

function readFlags(): { files: string[]; out: string; isShipped: boolean } {
  const { values, positionals } = parseFlags({
    options: { corpus: { type: 'string', multiple: true }, out: { type: 'string' } },
    allowPositionals: true,
  });
  if (values.corpus === undefined && positionals.length > 0)
    throw new UsageError(`name the files after --corpus: ${positionals.join(' ')}`);
  if (values.corpus !== undefined && values.out === undefined)
    throw new UsageError('--corpus needs --out, so that the shipped model is not overwritten');
  const files = values.corpus === undefined ? shippedCorpus() : [...values.corpus, ...positionals];
  return { files, isShipped: values.corpus === undefined, out: values.out ?? SHIPPED_MODEL };
}
