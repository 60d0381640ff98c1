import { type Bot, endpointOfBot, NO_TOKEN_RULE } from '../domain/bot.ts';
import { Fault } from '../domain/errors.ts';
import { LIMITS } from '../domain/limits.ts';
import { askBotApi, type BotPorts, faultOf } from './ask-bot-api.ts';
import { enableAfter, type SwitchPorts } from './switch-endpoint.ts';

export interface AddBotPorts extends BotPorts {
  /** What holds a bot's texts while it has no token that Telegram takes. */
  endpoints: SwitchPorts;
}

export interface NewBot {
  id: string;
  token: string;
  by: string;
}

export interface AddedBot {
  bot: Bot;
  /** `false`: it was there, and has a new token. */
  added: boolean;
}

type Identity = Pick<Bot, 'telegram_id' | 'username'>;

/**
 * Adds a bot, or gives one that is there another token. The Bot API says whose token it is; it is stored before the row,
 * so that no row stands without one. A bot that was disabled for want of a token is enabled, and its texts are let go.
 * @throws Fault bot.token_refused, bot.exists, request.invalid if there are `LIMITS.bots` already, dependency.unavailable;
 * endpoint.busy and job.busy after everything else was done: the same request does the rest
 */
export async function addBot(ports: AddBotPorts, { id, token, by }: NewBot): Promise<AddedBot> {
  const identity = await identityBehind(ports, token);
  const all = await ports.bots.bots();
  const known = all.find((bot) => bot.id === id);
  checkPlace(all, id, identity);
  await ports.tokens.putToken(id, token);
  const bot = await keepRow(ports, known, { ...identity, id });
  if (!bot) return giveWay(ports, id, token);
  const added = known === undefined;
  ports.journal.info('bot.added', { bot: id, by, added, telegram_id: identity.telegram_id });
  await enableAfter(ports.endpoints, endpointOfBot(id), { rule: NO_TOKEN_RULE, by });
  return { bot, added };
}

async function identityBehind({ botApi }: BotPorts, token: string): Promise<Identity> {
  const asked = await askBotApi(botApi, token, 'getMe');
  if (asked.kind === 'unanswered') throw faultOf(asked);
  const me = asked.kind === 'answered' ? identityIn(asked.value) : undefined;
  if (me) return me;
  throw new Fault('bot.token_refused', 'the Bot API knows no bot with this token', {
    issues: [{ path: 'token', message: 'must be the token of a bot, as BotFather gave it' }],
  });
}

function identityIn(value: unknown): Identity | undefined {
  const { id, username } = (value ?? {}) as { id?: unknown; username?: unknown };
  const sound = Number.isSafeInteger(id) && typeof username === 'string';
  return sound ? { telegram_id: id as number, username } : undefined;
}

function checkPlace(all: readonly Bot[], id: string, { telegram_id }: Identity): void {
  const namesake = all.find((bot) => bot.id === id);
  if (namesake && namesake.telegram_id !== telegram_id)
    throw new Fault('bot.exists', 'another bot has this id; remove it first, or choose another id');
  const twin = all.find((bot) => bot.telegram_id === telegram_id);
  if (twin && twin.id !== id) throw new Fault('bot.exists', `this bot is here already, as ${twin.id}`);
  if (namesake || all.length < LIMITS.bots) return;
  throw new Fault('request.invalid', 'the request has values that cannot be taken; see errors', {
    issues: [{ path: 'id', message: `would be one more than the ${LIMITS.bots} bots that a desk may have` }],
  });
}

/** `undefined`: another bot has the id meanwhile. */
async function keepRow(
  { bots, clock }: BotPorts,
  known: Bot | undefined,
  made: Identity & { id: string },
): Promise<Bot | undefined> {
  const fresh: Bot = { ...made, created_at: clock.business(), revision: 0, secrets: [] };
  const next: Bot = known ? { ...known, ...made } : fresh;
  if ((await bots.saveBot(known, next)) === 'written')
    return { ...next, revision: (known?.revision ?? 0) + 1 };
  // A write whose answer was lost and that was repeated conflicts with itself, and so do two that add the same bot.
  const found = await bots.bot(made.id);
  return found?.telegram_id === made.telegram_id ? found : undefined;
}

/** A bot without a token says so and sends nothing; one with another bot's token would speak as that one. */
async function giveWay({ tokens }: BotPorts, id: string, token: string): Promise<never> {
  if ((await tokens.token(id)) === token) await tokens.removeToken(id);
  throw new Fault('bot.exists', 'somebody else has added or removed a bot of this id at this moment');
}
