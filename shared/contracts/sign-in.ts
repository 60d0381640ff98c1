import * as z from 'zod/mini';
import { LIMITS } from '../domain/limits.ts';

/** What people of the desk show to sign in. What was sent is never repeated in a refusal. */

const NAME = `must be 1 to ${LIMITS.operatorIdCharacters} characters`;
/** White space around it is forgiven, so there may be some more. */
const TypedName = z
  .string({ error: NAME })
  .check(z.minLength(1, NAME), z.maxLength(LIMITS.operatorIdCharacters, NAME));

const PASSWORD = `must be 1 to ${LIMITS.passwordMost} characters`;
/** Whether it is a good one is judged where it is new. */
export const TypedPassword = z
  .string({ error: PASSWORD })
  .check(z.refine((text: string) => text !== '' && [...text].length <= LIMITS.passwordMost, PASSWORD));

/** Body of `POST /api/auth/login`. */
export const Login = z.object({ operator_id: TypedName, password: TypedPassword });

/** Body of `POST /api/auth/password`. */
export const ChangePassword = z.object({ current_password: TypedPassword, new_password: TypedPassword });
