import type { TicketBody } from '../../shared/contracts/sign-in-responses.ts';
import { type HttpResponse, json } from '../../shared/edge/responses.ts';
import { issueTicket } from '../../shared/usecases/issue-ticket.ts';
import type { AuthDoor, SignedInRequest } from './routes.ts';
import { NOT_KEPT } from './views.ts';

/** `POST /api/auth/ws-ticket`: what opens a socket, once and soon. */
export async function postTicket(door: AuthDoor, { staff }: SignedInRequest): Promise<HttpResponse> {
  const { ticket, expiresInS } = await issueTicket(door, staff);
  const url = new URL(door.socketUrl);
  url.searchParams.set('ticket', ticket);
  return json(200, { ticket, expires_in: expiresInS, url: url.href } satisfies TicketBody, NOT_KEPT);
}
