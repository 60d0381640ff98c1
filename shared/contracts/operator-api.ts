import * as z from 'zod/mini';
import { LIMITS } from '../domain/limits.ts';
import { DateTime } from './partner-api.ts';

/** What operators ask. Queries are text; `null` in a body is the same as nothing. */

export const EndpointId = z
  .string()
  .check(z.regex(/^end_[0-9A-HJKMNP-TV-Z]{20}$/, { error: 'must be an endpoint id' }));

/** A whole number in a query. */
export function numberIn(least: number, most: number) {
  const between = `must be ${least} to ${most}`;
  return z.pipe(
    z.string().check(
      z.regex(new RegExp(`^\\d{1,${String(most).length}}$`), { error: between, abort: true }),
      z.refine((value) => Number(value) >= least && Number(value) <= most, between),
    ),
    z.transform(Number),
  );
}

export const PageLimit = numberIn(1, LIMITS.listPageMost);

const BOUNDED = `must be 1 to ${LIMITS.filterCharacters} characters`;
const Name = z
  .string()
  .check(z.refine((value: string) => value !== '' && [...value].length <= LIMITS.filterCharacters, BOUNDED));
export const PartnerId = Name;
export const Moment = z.pipe(
  DateTime,
  z.transform((value: string) => Date.parse(value)),
);

interface Span {
  from?: number | null | undefined;
  to?: number | null | undefined;
}

export const inOrder = z.refine<Span>(({ from, to }) => (from ?? 0) <= (to ?? Number.POSITIVE_INFINITY), {
  path: ['from'],
  error: 'must not be later than to',
});

export const DeliveriesQuery = z
  .object({
    state: z.optional(z.enum(['dead', 'held'])),
    partner: z.optional(PartnerId),
    rule: z.optional(Name),
    endpoint: z.optional(EndpointId),
    from: z.optional(Moment),
    to: z.optional(Moment),
    limit: z.optional(PageLimit),
    cursor: z.optional(z.string()),
  })
  .check(inOrder);
export type DeliveriesQuery = z.infer<typeof DeliveriesQuery>;

export const EndpointsQuery = z.object({
  partner: z.optional(PartnerId),
  limit: z.optional(PageLimit),
  cursor: z.optional(z.string()),
});

/** A word that is not known here would leave the filter wider than it was meant. */
export const FilterBody = z
  .strictObject({
    partner: z.nullish(PartnerId),
    rule: z.nullish(Name),
    endpoint: z.nullish(EndpointId),
    from: z.nullish(Moment),
    to: z.nullish(Moment),
  })
  .check(inOrder);

/** Body of `POST /api/deliveries/redrive`. An empty filter means every death, so it has to be written down. */
export const RedriveBody = z.object({ filter: FilterBody, dry_run: z.nullish(z.boolean()) });
export type RedriveBody = z.infer<typeof RedriveBody>;

/** Why somebody does it, in a sentence. */
export const Reason = z.nullish(
  z
    .string()
    .check(
      z.refine(
        (value: string) => [...value].length <= LIMITS.reasonCharacters,
        `at most ${LIMITS.reasonCharacters} characters`,
      ),
    ),
);

/** Body of `POST /api/endpoints/{endpoint_id}/disable`; there need be none. */
export const DisableBody = z.object({ reason: Reason });
export type DisableBody = z.infer<typeof DisableBody>;

const OVERLAP_MOST = LIMITS.webhookSecretOverlapMost / 1000;
const WITHIN = `must be 0 to ${OVERLAP_MOST} seconds`;

/** Body of `POST /api/admin/partners/{partner_id}/webhook-secrets/rotate`; there need be none. */
export const RotateBody = z.object({
  overlap_seconds: z.nullish(
    z.int({ error: WITHIN, abort: true }).check(z.gte(0, WITHIN), z.lte(OVERLAP_MOST, WITHIN)),
  ),
});
export type RotateBody = z.infer<typeof RotateBody>;

/** Body of `PUT /api/admin/partners/{partner_id}/webhook-signatures`. */
export const PutSignatures = z.object({ asymmetric: z.boolean() });

/** Body of `POST /api/admin/webhook-keys/rotate`; there need be none. */
export const RotateKeyBody = z.object({ leaked: z.nullish(z.boolean()) });

const Time = z.int().check(z.gte(0), z.lte(Date.UTC(9999, 0)));
const Key = z.string().check(
  z.maxLength(LIMITS.filterCharacters),
  z.refine((value: string) => value.isWellFormed()),
);

/** What a cursor holds, to callers a word without meaning. */
export const DeadCursor = z.object({ died_at: Time, text_id: Key });
export const HeldCursor = z.object({ partner: Key, id: Key, text_id: z.optional(Key) });
export const EndpointsCursor = z.object({ partner: Key, id: Key });
