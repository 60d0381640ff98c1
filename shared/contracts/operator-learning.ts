import * as z from 'zod/mini';
import { VERDICTS } from '../domain/feedback.ts';
import { isMessageId } from '../domain/ids.ts';
import { LIMITS } from '../domain/limits.ts';
import { MODEL_ID } from '../domain/published-model.ts';
import { SCENARIOS } from '../domain/scenario.ts';
import { numberIn, PageLimit, Reason } from './operator-api.ts';
import { VersionNumber } from './operator-policy.ts';

/** What people at the desk say of how messages were understood, and what is made of it. `null` in a body is the same as nothing. */

/** An outage is a rule, never what one message is about. */
const LABELS = SCENARIOS.filter((scenario) => scenario !== 'MASS_OUTAGE');
const ONE_OF = `must be one of ${LABELS.join(', ')}`;

/** Body of `POST /api/feedback`. */
export const PostFeedback = z
  .object({
    message_id: z.string(),
    verdict: z.enum(VERDICTS),
    scenario: z.nullish(z.enum(LABELS, { error: ONE_OF })),
    comment: Reason,
  })
  .check(
    z.refine(({ verdict, scenario }) => (verdict === 'incorrect') === (scenario != null), {
      path: ['scenario'],
      error: 'must say what is right if the verdict is incorrect, and only then',
    }),
  );

export const FeedbackQuery = z.object({ limit: z.optional(PageLimit), cursor: z.optional(z.string()) });

export const ExamplesQuery = z.object({
  limit: z.optional(numberIn(1, LIMITS.examplesPage)),
  cursor: z.optional(z.string()),
});

/** What a cursor of feedback, or of examples, holds. */
export const FeedbackCursor = z.object({
  before: z.string().check(z.refine((value: string) => isMessageId(value))),
});

const ID = 'must be the version of a model: twelve hexadecimal digits';
export const ModelId = z.string({ error: ID }).check(z.regex(MODEL_ID, { error: ID }));

const PARTS = `must be 1 to ${LIMITS.modelParts}`;
const SHA256 = 'must be the SHA-256 of the file, in hexadecimal digits';

/** Body of `POST /api/admin/models`. */
export const PostModel = z.strictObject({
  id: ModelId,
  parts: z.int({ error: PARTS, abort: true }).check(z.gte(1, PARTS), z.lte(LIMITS.modelParts, PARTS)),
  sha256: z.string({ error: SHA256 }).check(z.regex(/^[0-9a-f]{64}$/, { error: SHA256 })),
  over: ModelId,
  figures: z.record(z.string(), z.unknown()),
  seen_version: z.nullish(VersionNumber),
  reason: Reason,
});

/** Body of `POST /api/admin/models/rollback`. */
export const ModelRollback = z.strictObject({ version: VersionNumber, reason: Reason });

const BASE64 = `must be base64 of 1 to ${LIMITS.modelPartBytes} bytes`;

/** Body of `PUT /api/admin/models/{model_id}/parts/{part}`. */
export const PutModelPart = z.strictObject({
  bytes: z.string({ error: BASE64 }).check(
    z.regex(/^(?:[A-Za-z0-9+/]{4})+(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/, {
      error: BASE64,
      abort: true,
    }),
    z.refine((value: string) => Buffer.from(value, 'base64').length <= LIMITS.modelPartBytes, BASE64),
  ),
});

export const ModelPartInPath = numberIn(0, LIMITS.modelParts - 1);
