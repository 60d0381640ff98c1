import * as z from 'zod/mini';
import { ROLES } from '../domain/operator.ts';

/** What people of the desk are told who sign in. Functions import the types alone. */

/** `GET /api/auth/me`. */
export const MeBody = z.object({
  id: z.string(),
  name: z.string(),
  role: z.enum(ROLES),
  password_change_required: z.boolean(),
});
export type MeBody = z.infer<typeof MeBody>;

const Seconds = z.int().check(z.gte(0));

/** `POST /api/auth/login`, `/refresh` and `/password`. */
export const SignedInBody = z.object({
  access_token: z.string(),
  token_type: z.literal('Bearer'),
  expires_in: Seconds,
  operator: MeBody,
});
export type SignedInBody = z.infer<typeof SignedInBody>;

/** `POST /api/auth/ws-ticket`. */
export const TicketBody = z.object({ ticket: z.string(), expires_in: Seconds, url: z.string() });
export type TicketBody = z.infer<typeof TicketBody>;
