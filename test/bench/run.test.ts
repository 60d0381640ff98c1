import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { createPartner } from '../../bench/partner.ts';
import { startReceiver } from '../../bench/receiver.ts';
import { firstByteTimes, lost, runLoad } from '../../bench/run.ts';

/** A door that refuses what says so, accepts all else, and replies to it as often as it says. */
async function playDoor(): Promise<string> {
  const server = createServer(async (incoming, response) => {
    const text = Buffer.concat(await incoming.toArray()).toString();
    const { client_id, content } = JSON.parse(text) as { client_id: string; content: string };
    response.writeHead(content === 'refuse' ? 429 : 202).end();
    const replies = { reply: 1, 'reply twice': 2 }[content] ?? 0;
    for (let n = 0; n < replies; n++) {
      const outgoing = request(String(incoming.headers['x-webhook-url']), { method: 'POST' });
      outgoing.on('error', () => undefined);
      outgoing.end(JSON.stringify({ type: 'message.reply', client_id, source: 'ai_bot' }));
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

it('a run tells what became of every message', async () => {
  await using receiver = await startReceiver();
  using partner = createPartner(await playDoor(), receiver.url);
  const contents = ['reply', 'refuse', 'forget', 'reply twice'];
  const need = { partner, receiver, text: (n: number) => contents[n] ?? '', name: 'test' };

  const passages = await runLoad(need, { rate: 40, seconds: 0.1 }, 300);

  expect(passages.map(({ status }) => status)).toEqual([202, 429, 202, 202]);
  expect(passages.map(({ firstByteMs }) => firstByteMs !== undefined)).toEqual([true, false, false, true]);
  expect(lost(passages)).toEqual([passages[1], passages[2]]);
  expect(firstByteTimes(passages)).toHaveLength(2);
  expect(receiver.doubled()).toBe(1);
});

it('a door that does not even answer is a finding, and no end of the run', async () => {
  await using receiver = await startReceiver();
  const gone = createServer();
  await new Promise<void>((resolve) => gone.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(gone.address() as AddressInfo).port}`;
  await new Promise((resolve) => gone.close(resolve));
  using partner = createPartner(url, receiver.url);

  const passages = await runLoad(
    { partner, receiver, text: () => 'reply', name: 'test' },
    { rate: 100, seconds: 0.02 },
    0,
  );

  expect(passages.map(({ status }) => status)).toEqual([0, 0]);
});
