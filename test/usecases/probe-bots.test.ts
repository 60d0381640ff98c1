import { expect, it } from 'vitest';
import { MemoryBotTokens } from '../../shared/adapters/memory/bot-tokens.ts';
import { MemoryBots } from '../../shared/adapters/memory/bots.ts';
import type { BotApiAnswer } from '../../shared/ports.ts';
import { probeBots } from '../../shared/usecases/probe-bots.ts';
import { aBot, MINUTE, SECOND } from '../builders.ts';
import { FixedClock, RecordingJournal } from './desk.ts';
import { answerOf, LOST, PlayedBotApi, refusal } from './played-bot-api.ts';

const clock = new FixedClock();
const secondsAgo = (ms: number): number => Math.floor((clock.wall() - ms) / SECOND);
const webhook = (over: object = {}): BotApiAnswer =>
  answerOf({ url: 'https://desk.example.com', pending_update_count: 0, ...over });

/** A look at two bots that answer this; the second has no token if it is said so. */
async function look(answer: BotApiAnswer, withoutToken = false) {
  const [bots, tokens, botApi] = [new MemoryBots(), new MemoryBotTokens(), new PlayedBotApi()];
  const [journal, figures] = [new RecordingJournal(), [] as object[]];
  for (const id of ['school', 'shop']) {
    await bots.saveBot(undefined, aBot({ id, telegram_id: id.length }));
    if (id === 'school' || !withoutToken) await tokens.putToken(id, `1:${id}`);
  }
  botApi.answerWith('getWebhookInfo', answer);
  const meter = { record: (recorded: object) => void figures.push(recorded) };
  await probeBots({ bots, tokens, botApi, clock, journal, meter });
  return { unwell: journal.of('bot.unwell'), figures };
}

it.each<[string, BotApiAnswer, string | undefined, number]>([
  ['is well', webhook(), undefined, 0],
  ['is busy', webhook({ pending_update_count: 7 }), undefined, 14],
  [
    'had an error that is over',
    webhook({ last_error_date: secondsAgo(MINUTE), last_error_message: 'Connection timed out' }),
    undefined,
    0,
  ],
  [
    'had an error long ago',
    webhook({ pending_update_count: 1, last_error_date: secondsAgo(11 * MINUTE) }),
    undefined,
    2,
  ],
  [
    'cannot deliver',
    webhook({
      pending_update_count: 3,
      last_error_date: secondsAgo(MINUTE),
      last_error_message: 'Wrong response from the webhook: 503',
    }),
    'Wrong response from the webhook: 503',
    6,
  ],
  ['has no webhook', webhook({ url: '' }), 'it has no webhook', 0],
  ['has a token that was revoked', refusal(401, 'Unauthorized'), '401 Unauthorized', 0],
  ['is asked for in vain', LOST, 'response.timeout', 0],
])('a bot that %s is told of if that needs somebody', async (_, answer, why, waiting) => {
  const { unwell, figures } = await look(answer);
  expect(unwell).toEqual(why === undefined ? [] : ['school', 'shop'].map((bot) => ({ bot, why })));
  expect(figures).toEqual([{ BotsUnwell: unwell.length, ...(waiting > 0 && { UpdatesWaiting: waiting }) }]);
});

it('one that has no token does not keep the others from being looked at', async () => {
  const { unwell, figures } = await look(webhook(), true);
  expect(unwell).toEqual([{ bot: 'shop', why: 'its token is not in the secret store' }]);
  expect(figures).toEqual([{ BotsUnwell: 1 }]);
});

it('a desk without bots is well, and says so', async () => {
  const figures: object[] = [];
  await probeBots({
    bots: new MemoryBots(),
    tokens: new MemoryBotTokens(),
    botApi: new PlayedBotApi(),
    clock,
    journal: new RecordingJournal(),
    meter: { record: (recorded) => void figures.push(recorded) },
  });
  expect(figures).toEqual([{ BotsUnwell: 0 }]);
});
