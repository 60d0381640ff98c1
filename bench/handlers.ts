import { createClassifier } from '../shared/classification/classifier.ts';
import { loadModel } from '../shared/classification/load-model.ts';
import { corpusTexts, MODEL_DIR } from './corpus.ts';
import { figure, type Section } from './figures.ts';
import { inFreshProcess } from './fresh-process.ts';
import { median, percentile } from './percentile.ts';
import { TARGETS } from './targets.ts';

const TRIES = 10;
/** Messages classified before the clock counts, so that the compiler's work is not measured. */
const WARM_UP = 2_000;

interface Ready {
  loadMs: number;
  firstMs: number;
}

/** What the classifier takes for one message when warm, and what the model adds to a cold start. */
export async function measureHandlers(): Promise<Section> {
  const starts: Ready[] = [];
  for (let n = 0; n < TRIES; n++) starts.push(await inFreshProcess<Ready>('./model-probe.ts', []));
  const loads = starts.map(({ loadMs }) => loadMs);
  const firsts = starts.map(({ firstMs }) => firstMs);
  const micros = warmTimes();
  const { p50Us, p99Us, modelLoadMs } = TARGETS.classifier;
  return {
    name: 'handlers',
    title: 'Classifier',
    rows: {
      'one message, warm': {
        p50: figure(percentile(micros, 0.5), 'µs', p50Us),
        p99: figure(percentile(micros, 0.99), 'µs', p99Us),
        worst: figure(Math.max(...micros), 'µs'),
      },
      'model loaded, cold': {
        p50: figure(median(loads), 'ms', modelLoadMs),
        worst: figure(Math.max(...loads), 'ms'),
      },
      'first message, cold': {
        p50: figure(median(firsts), 'ms'),
        worst: figure(Math.max(...firsts), 'ms'),
      },
    },
    notes: [`Warm: every message of the corpus once (${micros.length}); cold: ${TRIES} fresh processes.`],
  };
}

function warmTimes(): number[] {
  const texts = corpusTexts();
  const classifier = createClassifier(loadModel(MODEL_DIR));
  for (const text of texts.slice(0, WARM_UP)) classifier.classify(text);
  return texts.map((text) => {
    const startedAt = performance.now();
    classifier.classify(text);
    return (performance.now() - startedAt) * 1_000;
  });
}
