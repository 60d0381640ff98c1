import { expect, it } from 'vitest';
import { acceptMessage } from '../../shared/usecases/accept-message.ts';
import { answerConversation } from '../../shared/usecases/answer-conversation.ts';
import { deliverOutbound } from '../../shared/usecases/deliver-outbound.ts';
import { CONVERSATION, SECOND } from '../builders.ts';
import { openOperatorDoor } from '../contracts/operator-door.ts';
import { incoming, SIGNAL } from '../usecases/desk.ts';
import { typingAt } from './terminal.ts';

/** A desk that has answered one client, whom an operator has taken since. */
async function aTerminal() {
  const door = await openOperatorDoor();
  const { desk } = door;
  await acceptMessage(desk.accept, incoming({ text: 'Здравствуйте' }));
  desk.clock.advance(5 * SECOND);
  await answerConversation(desk.answer, SIGNAL);
  desk.clock.advance(5 * SECOND);
  await deliverOutbound(desk.deliver, SIGNAL);
  await door.ask({ path: `/api/conversations/${CONVERSATION}/take` });
  return typingAt(door);
}

it.each([
  ['messages', [/^messages +1$/m, /^texts: ai_bot +1$/m, /^answered by the bot +median \d+ s, .* \(1\)$/m]],
  [
    'scenarios',
    [/^scenario +decisions +messages +alone/m, /^TECH_SUPPORT_BASIC +1 +1 +100 % +0 % +0 % +[01]\.\d\d$/m],
  ],
  ['deliveries', [/^texts +delivered +stored/m, /^ai_bot +\d/m]],
  ['operators', [/^operator +replies +takes/m, /^root +0 +1 +0/m, /^answered: –$/m]],
  ['feedback', [/^understood: – \(right 0, wrong 0, to be handed over 0\)$/m]],
])('stats %s are told in columns', async (of, lines) => {
  const type = await aTerminal();
  const { code, out } = await type('stats', of);
  expect(code).toBe(0);
  expect(out).toMatch(/^from \d{4}-\S+Z to \d{4}-\S+Z\n/);
  for (const line of lines) expect(out).toMatch(line);
});

it('stats are told of a time that is asked for, and as JSON', async () => {
  const type = await aTerminal();
  const { out } = await type('stats', 'messages', '--json', '--from', '2026-11-24T00:00:00Z');
  expect(JSON.parse(out)).toMatchObject({ from: '2026-11-24T00:00:00.000Z', total: { messages: 1 } });
  expect(await type('stats', 'messages', '--from', 'yesterday')).toMatchObject({ code: 1 });
  expect(await type('stats', 'messages', 'extra')).toMatchObject({ code: 2 });
});
