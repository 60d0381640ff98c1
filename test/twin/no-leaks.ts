import { subscribe } from 'node:diagnostics_channel';
import { afterAll, expect } from 'vitest';
import { DEMO } from '../../local/seed.ts';
import { DEMO_BOT } from '../../local/telegram-demo.ts';

/**
 * What no line of a function may hold, whichever test makes it write one. Clients, people and texts of the tests write
 * Cyrillic, and ids and outcomes never do.
 */
const FORBIDDEN: readonly [string, RegExp][] = [
  ['words of somebody', /[\u0400-\u04FF]/],
  ['a phone number', /\+7[\s()\d-]{10,}/],
  ['a token of a session', /eyJ[\w-]{10,}\.[\w-]+/],
  ['a secret of webhooks', /whsec_\w/],
  ['a token of a bot', /\b\d{2,15}:[A-Za-z0-9_-]{30,64}\b/],
  ['the key of the demo partner', new RegExp(DEMO.key)],
  ['the demo password', new RegExp(DEMO.password)],
  ['the secret of the demo bot', new RegExp(DEMO_BOT.secret)],
];

const leaks: string[] = [];
subscribe('firstline.function-line', (line) => {
  for (const [what, sign] of FORBIDDEN) if (sign.test(String(line))) leaks.push(`${what}: ${String(line)}`);
});

afterAll(() => expect(leaks.splice(0)).toEqual([]));
