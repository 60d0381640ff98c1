import { type Classifier, createClassifier } from '../../shared/classification/classifier.ts';
import { loadModel } from '../../shared/classification/load-model.ts';
import type { Model } from '../../shared/classification/model.ts';
import { type Comparison, compareModels } from '../../shared/classification/train/compare.ts';
import { type Example, readExamples } from '../../shared/classification/train/examples.ts';
import { UsageError } from '../../shared/classification/train/flags.ts';
import { judgeModel } from '../../shared/classification/train/judge-model.ts';
import { frozenSet, SHIPPED_MODEL, shippedCorpus } from '../../shared/classification/train/rooms.ts';
import { filesOf, type ModelFiles } from '../../shared/classification/train/save-model.ts';
import { SETTINGS } from '../../shared/classification/train/settings.ts';
import { trainModel } from '../../shared/classification/train/train-model.ts';
import { FlagError } from '../command-line.ts';
import type { Answer, Ask } from './api.ts';
import { type Correction, type Lesson, lessonOf } from './candidate.ts';
import { allItems, given, type Surroundings, type Typed } from './command.ts';
import { cutModel, fetchModel, handIn, type PublishedModel } from './model-file.ts';
import { type ShadowReplay, shadowReplay } from './shadow-replay.ts';

/** What a retraining came to. */
export interface Retrained {
  /** Undefined: there was nothing to learn. */
  candidate?: string;
  corrections: number;
  /** How many of the corrections each model gets right. */
  learned?: { before: number; after: number };
  comparison?: Comparison;
  /** What clients wrote in the last 30 days, read by both. */
  replay?: ShadowReplay;
  published: boolean;
  version?: unknown;
}

interface Desk {
  version: unknown;
  shipped: Model;
  /** The one in force, as far as it judges beside this release. */
  present: Model;
}

/**
 * Trains a candidate on the corpus and on what people have corrected, holds it against the model in force on the frozen
 * set, and publishes it if nothing gets worse.
 * @throws Refusal, FlagError
 */
export async function retrain(ask: Ask, { options }: Typed, { err }: Surroundings): Promise<Answer> {
  const { corpus, frozen } = readFiles(options);
  const desk = await deskOf(ask);
  const { items } = await allItems(ask, '/api/admin/examples', {});
  const lesson = lessonOf(corpus, items as Correction[], frozen);
  const corrections = lesson.corrections.length;
  if (corrections === 0 && desk.present === desk.shipped)
    return { corrections, published: false } satisfies Retrained;
  err(
    `training on ${lesson.examples.length} messages, ${corrections} of them corrections; about two minutes …`,
  );
  const files = await train(lesson);
  const models = { before: createClassifier(desk.present), after: createClassifier(files.model) };
  const { comparison, learned } = hold(models, frozen, lesson);
  const replay = await shadowReplay(ask, models);
  const { version: candidate } = files;
  const held = { candidate, corrections, learned, comparison, replay };
  if (comparison.worse.length > 0 || options['dry-run'])
    return { ...held, published: false } satisfies Retrained;
  const { reason } = options;
  const version = await publish(ask, files, { desk, held, reason });
  return { ...held, published: true, version } satisfies Retrained;
}

function readFiles({ corpus, frozen }: Typed['options']): { corpus: Example[]; frozen: Example[] } {
  try {
    return {
      corpus: readExamples(corpus ?? shippedCorpus()),
      frozen: readExamples(frozen ?? frozenSet()),
    };
  } catch (error) {
    if (error instanceof UsageError) throw new FlagError(error.message);
    throw error;
  }
}

async function deskOf(ask: Ask): Promise<Desk> {
  const shipped = loadModel(SHIPPED_MODEL);
  const { version, model } = await ask('GET', '/api/admin/models');
  const published = model as PublishedModel | null;
  const judges = published?.over === shipped.version;
  return { version, shipped, present: published && judges ? await fetchModel(ask, published) : shipped };
}

async function train({ examples, corrections }: Lesson): Promise<ModelFiles & { model: Model }> {
  const { model } = await trainModel(examples);
  const files = filesOf(model, { settings: SETTINGS, corrections: corrections.length });
  return { ...files, model: { ...model, version: files.version } };
}

function hold(
  { before, after }: Record<'before' | 'after', Classifier>,
  frozen: readonly Example[],
  { corrections }: Lesson,
) {
  const comparison = compareModels(frozen, judgeModel(before, frozen), judgeModel(after, frozen));
  const right = (classifier: Classifier) =>
    corrections.filter(({ text, label }) => classifier.classify(text).label === label).length;
  return { comparison, learned: { before: right(before), after: right(after) } };
}

async function publish(
  ask: Ask,
  files: ModelFiles,
  { desk, held, reason }: { desk: Desk; held: Omit<Retrained, 'published'>; reason: string | undefined },
): Promise<unknown> {
  const cut = cutModel(files);
  await handIn(ask, cut);
  const { corrections, learned, comparison, replay } = held;
  const replayed = replay && { messages: replay.messages, changed: replay.changed.length };
  const { version } = await ask('POST', '/api/admin/models', {
    ...cut.model,
    over: desk.shipped.version,
    figures: { corrections, learned, ...comparison?.figures, replayed },
    ...given({ seen_version: desk.version, reason }),
  });
  return version;
}
