/** Makes the shipped classifier ready in this fresh process and prints what that took. */
import { createClassifier } from '../shared/classification/classifier.ts';
import { loadModel } from '../shared/classification/load-model.ts';
import { MODEL_DIR } from './corpus.ts';

const startedAt = performance.now();
const classifier = createClassifier(loadModel(MODEL_DIR));
const loadedAt = performance.now();
classifier.classify('Здравствуйте! Урок не открывается, что делать?');
const classifiedAt = performance.now();
console.log(JSON.stringify({ loadMs: loadedAt - startedAt, firstMs: classifiedAt - loadedAt }));
