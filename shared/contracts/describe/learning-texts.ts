import { LIMITS } from '../../domain/limits.ts';
import { MODEL_ID } from '../../domain/published-model.ts';
import { ofVersion, published, reason, seen } from './handbook-texts.ts';
import type { JsonSchema } from './json.ts';

const next = 'The `cursor` of the next page; null on the last one.';
const model = 'The model; null: the shipped one.';
const verdict = '`correct`, `incorrect`, or `needs_escalation`: a person should have been called.';
const by = 'Who said so.';
const comment: JsonSchema = {
  description: `What else is to be said, at most ${LIMITS.reasonCharacters} characters.`,
  maxLength: LIMITS.reasonCharacters,
};
const modelId: JsonSchema = {
  description: 'The version of the model: twelve hexadecimal digits.',
  pattern: MODEL_ID.source,
};
const over =
  'The shipped model that it was trained beside. Where another release ships another one, that one judges.';
const parts = 'How many parts the file has.';
const sha256 = 'SHA-256 of the file, in hexadecimal digits.';
const figures = 'What was measured before it was published.';
const ofModel = { id: modelId, parts, sha256, over, figures };
const bytes = 'The part, in base64.';

export const LEARNING_TEXTS = {
  PostFeedback: {
    '': 'What a person says of how a message was understood.',
    message_id: 'The id of the reply, or of a message that it answers.',
    verdict,
    scenario: 'What is right; with `incorrect`, and only then.',
    comment,
  },
  FeedbackBody: {
    '': 'What was said of how a turn was understood.',
    message_id: "The turn's id, which is that of its reply.",
    verdict,
    scenario: 'What is right, or null if nobody said.',
    guess: 'What it was taken for.',
    confidence: 'How sure the desk was, 0 to 1.',
    model: 'Version of the model that judged.',
    comment: 'What else was said, or null.',
    by,
    at: 'When (UTC).',
  },
  FeedbackPage: { '': 'A page of feedback.', items: 'The newest turns first.', next },
  ExampleBody: {
    '': "A customer's words with their label.",
    message_id: "The turn's id.",
    text: 'The words of its messages.',
    label: 'What they are about.',
    by,
    at: 'When (UTC).',
  },
  ExamplesPage: { '': 'A page of examples.', items: 'The newest turns first.', next },
  PostModel: {
    '': 'Which model is to judge messages.',
    ...ofModel,
    over: { description: over, pattern: MODEL_ID.source },
    seen_version: seen,
    reason,
  },
  ModelRollback: {
    '': 'Which version is to be brought back.',
    version: 'Its number; 0 is what is shipped.',
    reason,
  },
  ModelBody: { '': 'A model that stands in place of the shipped one.', ...ofModel },
  ModelStateBody: { '': 'The model in force, within a minute after it was published.', ...published, model },
  ModelVersion: { '': 'What was published once.', ...ofVersion, model },
  ModelVersionsPage: { '': 'A page of versions.', items: 'Newest first.', next },
  PutModelPart: { '': "A part of a model's file.", bytes },
  ModelPartBody: { '': "A part of a model's file.", bytes },
  ModelPartReceipt: { '': 'What was handed in.', size: 'Its bytes.' },
} satisfies Record<string, Record<string, string | JsonSchema>>;
