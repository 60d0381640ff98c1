import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { Fault } from '../../shared/domain/errors.ts';
import { LIMITS } from '../../shared/domain/limits.ts';
import { readUpdate, updateIdOf } from '../../shared/domain/telegram/read-update.ts';
import type { Reading } from '../../shared/domain/telegram/reading.ts';
import { describeError } from '../../shared/edge/describe-error.ts';
import { httpEdge } from '../../shared/edge/http-edge.ts';
import { asFault } from '../../shared/edge/problem.ts';
import { invalid } from '../../shared/edge/request-body.ts';
import { type HttpResponse, json } from '../../shared/edge/responses.ts';
import { matchRoute, type Route } from '../../shared/edge/router.ts';
import {
  acceptUpdate,
  type IncomingUpdate,
  parkUpdate,
  type Taken,
  type UpdatePorts,
} from '../../shared/usecases/accept-update.ts';
import { admitBot, type BotGate } from './admit-bot.ts';

export type TelegramDoor = UpdatePorts & BotGate;

/** What Telegram posts updates to. */
const ROUTES: Route<'update'>[] = [
  { method: 'POST', path: '/api/telegram/{bot}/webhook', handler: 'update' },
];

/** What answers a bot's webhook. */
export function telegramDoor(door: TelegramDoor) {
  return httpEdge(door, (event) => respond(door, event));
}

/** Whoever shows no bot's secret learns of no path and no method. */
async function respond(door: TelegramDoor, event: APIGatewayProxyEventV2): Promise<HttpResponse> {
  const bot = await admitBot(door, event);
  const match = matchRoute(ROUTES, event.requestContext.http.method, event.rawPath);
  if (match.kind === 'method')
    throw new Fault('method.not_allowed', 'this path takes POST', { allowed: match.allowed });
  if (match.kind !== 'route') throw new Fault('route.unknown', 'there is nothing at this path');
  return answerTo(await receive(door, event, bot));
}

/** A tap is answered along the way: nothing is lost if that fails, and the door needs no token for it. */
function answerTo({ tap, message_id }: Taken): HttpResponse {
  const answer = json(
    200,
    tap === undefined ? {} : { method: 'answerCallbackQuery', callback_query_id: tap },
  );
  return message_id === undefined ? answer : { ...answer, told: { message_id } };
}

/** Whatever has a number is taken: an update that was refused would keep all later ones of its chat waiting. */
async function receive(door: TelegramDoor, event: APIGatewayProxyEventV2, bot: string): Promise<Taken> {
  const { body, bytes } = bodyOf(event);
  const parsed = parse(body);
  const update = updateIdOf(parsed);
  if (update === undefined) throw invalid([{ path: 'update_id', message: 'must be a whole number' }]);
  const reading = bytes > LIMITS.bodyBytes ? TOO_LARGE : readUpdate(parsed);
  const incoming: IncomingUpdate = { bot, update, reading, body };
  try {
    return await acceptUpdate(door, incoming);
  } catch (error) {
    return parkPoison(door, incoming, error);
  }
}

const TOO_LARGE: Reading = { kind: 'unreadable', why: 'body.too_large' };

/** What fails by its own content would fail for ever; what fails because a part does not answer comes again. */
async function parkPoison(door: TelegramDoor, update: IncomingUpdate, error: unknown): Promise<Taken> {
  const fault = asFault(error);
  if (fault.code !== 'internal') throw fault;
  door.journal.error('update.failed', { bot: update.bot, update_id: update.update, ...describeError(error) });
  await parkUpdate(door, update, 'update.failed');
  return {};
}

function bodyOf({ body = '', isBase64Encoded }: APIGatewayProxyEventV2): { body: string; bytes: number } {
  const bytes = Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8');
  return { body: bytes.toString('utf8'), bytes: bytes.length };
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    throw new Fault('body.malformed', 'the body is not well-formed JSON');
  }
}
