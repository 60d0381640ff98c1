import { TelegramSender } from '../../shared/adapters/telegram/telegram-sender.ts';
import type { BotPacing, Clock, Pause, Sender } from '../../shared/ports.ts';
import type { Process } from './process.ts';
import type { World } from './world.ts';

/** The sender to chats as it is deployed; every request of it to the Bot API is a call of the process. */
export function chatSender(
  world: World,
  process: Process,
  { clock, pause }: { clock: Clock; pause: Pause },
): Sender {
  const pacing = pacingOf(world, process);
  const tokens = { token: async () => 'token' };
  return {
    send: (outgoing) => {
      const api = {
        call: (_token: string, method: string, { text }: Record<string, unknown>) =>
          process.call({ port: 'sender', method, input: [outgoing] }, () =>
            world.botApi.sendMessage(outgoing, String(text), process.name),
          ),
      };
      const sender = new TelegramSender({ api, tokens, pacing, clock, pause });
      return sender.send(world.botApi.inFull(outgoing));
    },
    typing: (channel) =>
      process.call({ port: 'chat', method: 'typing', input: [channel] }, async () => undefined),
  };
}

/** All processes share it. */
function pacingOf({ pacing }: World, process: Process): BotPacing {
  return {
    take: (bot, group) =>
      process.call({ port: 'pacing', method: 'take', input: [bot, group] }, () => pacing.take(bot, group)),
    hold: (bot, until) =>
      process.call({ port: 'pacing', method: 'hold', input: [bot, until] }, () => pacing.hold(bot, until)),
    isHeld: (bot) =>
      process.call({ port: 'pacing', method: 'isHeld', input: [bot] }, () => pacing.isHeld(bot)),
  };
}
