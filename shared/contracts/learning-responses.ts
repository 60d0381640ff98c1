import * as z from 'zod/mini';
import { VERDICTS } from '../domain/feedback.ts';
import { SCENARIOS } from '../domain/scenario.ts';
import { publishedAs, versionOf } from './handbook-responses.ts';

/** What is told of feedback, of examples and of models. Functions import the types alone. */

const Instant = z.iso.datetime();
const Next = z.nullable(z.string());
const ScenarioName = z.enum(SCENARIOS);

/** `POST /api/feedback`. */
export const FeedbackBody = z.object({
  message_id: z.string(),
  verdict: z.enum(VERDICTS),
  scenario: z.nullable(ScenarioName),
  guess: ScenarioName,
  confidence: z.number(),
  model: z.string(),
  comment: z.nullable(z.string()),
  by: z.string(),
  at: Instant,
});
export type FeedbackBody = z.infer<typeof FeedbackBody>;

/** `GET /api/feedback`. */
export const FeedbackPage = z.object({ items: z.array(FeedbackBody), next: Next });
export type FeedbackPage = z.infer<typeof FeedbackPage>;

export const ExampleBody = z.object({
  message_id: z.string(),
  text: z.string(),
  label: ScenarioName,
  by: z.string(),
  at: Instant,
});

/** `GET /api/admin/examples`. */
export const ExamplesPage = z.object({ items: z.array(ExampleBody), next: Next });
export type ExamplesPage = z.infer<typeof ExamplesPage>;

export const ModelBody = z.object({
  id: z.string(),
  parts: z.int(),
  sha256: z.string(),
  over: z.string(),
  figures: z.record(z.string(), z.unknown()),
});
export type ModelBody = z.infer<typeof ModelBody>;

/** `GET` and `POST /api/admin/models`. */
export const ModelStateBody = z.object({ ...publishedAs, model: z.nullable(ModelBody) });
export type ModelStateBody = z.infer<typeof ModelStateBody>;

export const ModelVersion = z.object({ ...versionOf, model: z.nullable(ModelBody) });

/** `GET /api/admin/models/versions`. */
export const ModelVersionsPage = z.object({ items: z.array(ModelVersion), next: Next });
export type ModelVersionsPage = z.infer<typeof ModelVersionsPage>;

/** `PUT /api/admin/models/{model_id}/parts/{part}`. */
export const ModelPartReceipt = z.object({ size: z.int() });
export type ModelPartReceipt = z.infer<typeof ModelPartReceipt>;

/** `GET /api/admin/models/{model_id}/parts/{part}`. */
export const ModelPartBody = z.object({ bytes: z.string() });
export type ModelPartBody = z.infer<typeof ModelPartBody>;
