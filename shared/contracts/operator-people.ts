import * as z from 'zod/mini';
import { LIMITS } from '../domain/limits.ts';
import { isOperatorId, ROLES } from '../domain/operator.ts';
import { TypedPassword } from './sign-in.ts';

/** What admins ask of the people at the desk. `null` in a body is the same as nothing. */

const ID = `must be 1 to ${LIMITS.operatorIdCharacters} of a-z, 0-9, "_" and "-", beginning with a letter or digit`;
export const OperatorId = z.string({ error: ID }).check(z.refine(isOperatorId, ID));

const NAME = `must be 1 to ${LIMITS.nameCharacters} characters`;
const Name = z.string({ error: NAME }).check(
  z.trim(),
  z.refine((text: string) => text !== '' && [...text].length <= LIMITS.nameCharacters, NAME),
);

/** Body of `POST /api/admin/operators`. */
export const AddOperator = z.strictObject({
  id: OperatorId,
  role: z.enum(ROLES),
  name: z.nullish(Name),
  password: z.nullish(TypedPassword),
});

/** Body of `PUT /api/admin/operators/{operator_id}`. */
export const ChangeOperator = z.strictObject({ role: z.nullish(z.enum(ROLES)), name: z.nullish(Name) });

/** Body of `POST /api/admin/operators/{operator_id}/reset-password`; there need be none. */
export const ResetPassword = z.strictObject({ password: z.nullish(TypedPassword) });

/** Body of `POST /api/admin/token-keys/rotate`; there need be none. */
export const RotateTokenKey = z.strictObject({ leaked: z.nullish(z.boolean()) });
