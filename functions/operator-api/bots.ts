import type {
  BotBody,
  BotStateBody,
  BotsBody,
  RemovedBotBody,
} from '../../shared/contracts/bot-responses.ts';
import { AddBot, SetBotWebhook } from '../../shared/contracts/operator-bots.ts';
import { parseShape, readJson, readJsonIfAny } from '../../shared/edge/request-body.ts';
import { type HttpResponse, json } from '../../shared/edge/responses.ts';
import { addBot } from '../../shared/usecases/add-bot.ts';
import { readBot, readBots } from '../../shared/usecases/read-bots.ts';
import { removeBot } from '../../shared/usecases/remove-bot.ts';
import { setBotWebhook } from '../../shared/usecases/set-bot-webhook.ts';
import { botStateView, botView } from './bot-views.ts';
import type { OperatorDoor, OperatorRequest } from './operator-route.ts';
import { idIn } from './path-ids.ts';

/** `GET /api/admin/bots`: all of them, each with its webhook as Telegram sees it. */
export async function getBots({ bots }: OperatorDoor): Promise<HttpResponse> {
  return json(200, { items: (await readBots(bots)).map(botStateView) } satisfies BotsBody);
}

/** `POST /api/admin/bots`: the bot whose token this is. */
export async function postBot(
  door: OperatorDoor,
  { event, staff, note }: OperatorRequest,
): Promise<HttpResponse> {
  const { id, token } = parseShape(AddBot, readJson(event));
  const { bot, added } = await addBot({ ...door.bots, endpoints: door }, { id, token, by: staff.id });
  note({ target: id, after: { username: bot.username } });
  return json(added ? 201 : 200, botView(bot) satisfies BotBody);
}

/** `GET /api/admin/bots/{bot}`: the bot and its webhook as Telegram sees it. */
export async function getBot({ bots }: OperatorDoor, { parameters }: OperatorRequest): Promise<HttpResponse> {
  return json(200, botStateView(await readBot(bots, idIn(parameters, 'bot'))) satisfies BotStateBody);
}

/** `POST /api/admin/bots/{bot}/webhook`: updates come to the desk, with a new secret. */
export async function postBotWebhook(
  { bots }: OperatorDoor,
  { event, parameters, staff, note }: OperatorRequest,
): Promise<HttpResponse> {
  const { url, max_connections } = parseShape(SetBotWebhook, readJsonIfAny(event));
  const state = await setBotWebhook(bots, {
    id: idIn(parameters, 'bot'),
    url: url ?? undefined,
    max_connections: max_connections ?? undefined,
    by: staff.id,
  });
  note({ after: { url: state.webhook?.url ?? null } });
  return json(200, botStateView(state) satisfies BotStateBody);
}

/** `DELETE /api/admin/bots/{bot}`: webhook, row and token. */
export async function deleteBot(
  { bots }: OperatorDoor,
  { parameters, staff, note }: OperatorRequest,
): Promise<HttpResponse> {
  const id = idIn(parameters, 'bot');
  const webhook_removed = await removeBot(bots, { id, by: staff.id });
  note({ after: { webhook_removed } });
  return json(200, { id, webhook_removed } satisfies RemovedBotBody);
}
