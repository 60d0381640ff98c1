import * as z from 'zod/mini';
import { ROLES } from '../domain/operator.ts';
import { OperatorId } from './operator-people.ts';

/** What admins are told of the people at the desk. Functions import the types alone. */

const Instant = z.iso.datetime();

/** `PUT /api/admin/operators/{operator_id}`, `/disable`, `/enable` and `/end-sessions`. */
export const OperatorItem = z.object({
  id: OperatorId,
  name: z.string(),
  role: z.enum(ROLES),
  created_at: Instant,
  created_by: z.string(),
  disabled_at: z.nullable(Instant),
  password_change_required: z.boolean(),
  sessions: z.int().check(z.gte(0)),
});
export type OperatorItem = z.infer<typeof OperatorItem>;

/** `GET /api/admin/operators`. */
export const OperatorsBody = z.object({ items: z.array(OperatorItem), next: z.nullable(z.string()) });
export type OperatorsBody = z.infer<typeof OperatorsBody>;

/** `POST /api/admin/operators` and `/{operator_id}/reset-password`. */
export const OperatorWithPassword = z.object({
  ...OperatorItem.shape,
  initial_password: z.nullable(z.string()),
});
export type OperatorWithPassword = z.infer<typeof OperatorWithPassword>;

export const TokenKeyItem = z.object({ kid: z.string(), created_at: Instant, signs_from: Instant });
export type TokenKeyItem = z.infer<typeof TokenKeyItem>;

/** `POST /api/admin/token-keys/rotate`. */
export const TokenKeyRotationBody = z.object({ rotated: z.boolean(), keys: z.array(TokenKeyItem) });
export type TokenKeyRotationBody = z.infer<typeof TokenKeyRotationBody>;
