import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { makeKeyPair } from '../../shared/adapters/ed25519.ts';
import { DEADLINES } from '../../shared/adapters/http/guarded-client.ts';
import { signWebhook } from '../../shared/adapters/http/webhook-signature.ts';
import { LADDER } from '../../shared/domain/ladder.ts';
import { LIMITS } from '../../shared/domain/limits.ts';
import { DEFAULT_RATES } from '../../shared/domain/rate-limit.ts';
import type { KeyPair } from '../../shared/domain/webhook-key.ts';
import { newWebhookSecret } from '../../shared/domain/webhook-secret.ts';
import { DAY, HOUR, MINUTE, NOW, SECOND } from '../builders.ts';
import { blocksOf, layOutModules, layOutPhp, layOutScripts, textOf } from './guide.ts';

const PAGE = 'verifying-webhooks.md';
const [NEW, OLD, OTHER] = [1, 2, 3].map(
  (byte) => newWebhookSecret(new Uint8Array(32).fill(byte), NOW).secret,
) as [string, string, string];
const BODY = JSON.stringify({ type: 'message.reply', response_text: 'Здравствуйте 👋', message_id: 'msg_1' });

interface Delivery {
  body: string;
  headers: Record<string, string>;
}

/** A webhook as Firstline sends it, made so many seconds ago. */
function delivery(secrets: string[] = [NEW], ageS = 0, body = BODY): Delivery {
  const timestampSeconds = Math.floor(Date.now() / 1000) - ageS;
  return { body, headers: signWebhook({ id: 'msg_1', timestampSeconds, body, secrets }) };
}

function altered(change: (sent: Delivery) => Partial<Delivery>): Delivery {
  const sent = delivery();
  return { ...sent, ...change(sent) };
}
const withHeader = (name: string, value: string | undefined) =>
  altered(({ headers }) => {
    const { [name]: _gone, ...others } = headers;
    return { headers: value === undefined ? others : { ...others, [name]: value } };
  });
const withSignature = (change: (signature: string) => string) =>
  altered(({ headers }) => ({
    headers: { ...headers, 'webhook-signature': change(headers['webhook-signature'] ?? '') },
  }));

const GENUINE: [string, () => Delivery, string][] = [
  ['a genuine delivery', () => delivery(), NEW],
  ['one that is nearly five minutes old', () => delivery([NEW], 290), NEW],
  ['one by a clock that is a little ahead', () => delivery([NEW], -60), NEW],
  ['one signed with two secrets, by the new one', () => delivery([NEW, OLD]), NEW],
  ['one signed with two secrets, by the old one', () => delivery([NEW, OLD]), OLD],
  ['one signed with three secrets, by the last', () => delivery([NEW, OTHER, OLD]), OLD],
  [
    'one with a signature of another version before ours',
    () => withSignature((ours) => `v1a,AAAA ${ours}`),
    NEW,
  ],
  [
    'one with signatures that are none beside ours',
    () => withSignature((ours) => `v1 , x v1,я ${ours}`),
    NEW,
  ],
];

const FORGED: [string, () => Delivery, string][] = [
  [
    'a body that was tampered with',
    () => altered(({ body }) => ({ body: body.replace('msg_1', 'msg_2') })),
    NEW,
  ],
  [
    'a body that was written anew',
    () => altered(({ body }) => ({ body: JSON.stringify(JSON.parse(body), null, 1) })),
    NEW,
  ],
  ['another secret', () => delivery(), OTHER],
  ['two signatures, neither of this secret', () => delivery([NEW, OLD]), OTHER],
  ['an old timestamp', () => delivery([NEW], 310), NEW],
  ['a timestamp of the future', () => delivery([NEW], -310), NEW],
  [
    'a timestamp that was made young again',
    () =>
      altered(() => ({
        headers: { ...delivery([NEW], 310).headers, 'webhook-timestamp': `${Math.floor(Date.now() / 1000)}` },
      })),
    NEW,
  ],
  ['a timestamp that is none', () => withHeader('webhook-timestamp', 'now'), NEW],
  ['a timestamp that is not a number', () => withHeader('webhook-timestamp', 'NaN'), NEW],
  ['another id', () => withHeader('webhook-id', 'msg_2'), NEW],
  ['no id', () => withHeader('webhook-id', undefined), NEW],
  ['no timestamp', () => withHeader('webhook-timestamp', undefined), NEW],
  ['no signature', () => withHeader('webhook-signature', undefined), NEW],
  ['an empty signature', () => withHeader('webhook-signature', ''), NEW],
  ['a signature cut short', () => withSignature((ours) => ours.slice(0, -4)), NEW],
  ['a signature of another version', () => withSignature((ours) => ours.replace('v1,', 'v2,')), NEW],
  ['a signature without its version', () => withSignature((ours) => ours.replace('v1,', '')), NEW],
  ['signatures that are none', () => withSignature(() => 'v1 v1, , я'), NEW],
];

const blocks = await blocksOf(PAGE);
const ladderDays = Math.floor(LADDER.reduce((sum, step) => sum + step, 0) / DAY);

let scripts: Awaited<ReturnType<typeof layOutScripts>>;
let modules: Awaited<ReturnType<typeof layOutModules>>;
let php: Awaited<ReturnType<typeof layOutPhp>>;
beforeAll(async () => {
  scripts = await layOutScripts(blocks);
  modules = await layOutModules(blocks);
  php = await layOutPhp(blocks);
}, 60_000);
afterAll(() => scripts.remove());

it('the guide’s code is all run here', () => {
  const files = blocks.flatMap(({ language, file }) => (['sh', 'json'].includes(language) ? [] : [file]));
  expect(files).toEqual([
    'library.mjs',
    'verify.mjs',
    'verify.py',
    'verify.php',
    'asymmetric.mjs',
    'receiver.mjs',
    'receiver.py',
  ]);
});

type Verify = (sent: Delivery, secret: string) => unknown;

/** Every way to verify that the guide shows. Each throws an error of its own for what is not genuine. */
const WAYS: [string, () => Promise<Verify>][] = [
  ['library.mjs', () => scriptIn('library.mjs')],
  ['verify.mjs', () => scriptIn('verify.mjs')],
  ['verify.py', async () => pythonVerify],
  ['verify.php', async () => phpVerify],
];

async function scriptIn(file: string): Promise<Verify> {
  const { verify } = await scripts.load<{
    verify(body: Buffer, headers: Delivery['headers'], secret: string): unknown;
  }>(file);
  return ({ body, headers }, secret) => verify(Buffer.from(body), headers, secret);
}

function pythonVerify({ body, headers }: Delivery, secret: string): unknown {
  const told = modules.run(
    `
from verify import verify
try:
    event = verify(given["body"].encode(), given["headers"], given["secret"])
    told = {"event": event}
except ValueError as error:
    told = {"refused": str(error)}
json.dumps(told)`,
    { body, headers, secret },
  ) as { event?: unknown; refused?: string };
  if (told.refused !== undefined) throw new Error(told.refused);
  return told.event;
}

async function phpVerify({ body, headers }: Delivery, secret: string): Promise<unknown> {
  const server = Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      `HTTP_${name.toUpperCase().replaceAll('-', '_')}`,
      value,
    ]),
  );
  const told = (await php.run(
    `
require_once '/verify.php';
try {
    $told = ['event' => verify($given['body'], $given['server'], $given['secret'])];
} catch (RuntimeException $error) {
    $told = ['refused' => $error->getMessage()];
}
echo json_encode($told);`,
    { body, server, secret },
  )) as { event?: unknown; refused?: string };
  if (told.refused !== undefined) throw new Error(told.refused);
  return told.event;
}

describe.each(WAYS)('%s', (_, way) => {
  it.each(GENUINE)('takes %s', async (_name, made, secret) => {
    expect(await (await way())(made(), secret)).toEqual(JSON.parse(BODY));
  });

  it.each(FORGED)('refuses %s', async (_name, made, secret) => {
    const verify = await way();
    await expect(async () => verify(made(), secret)).rejects.toThrow(
      /webhook|header|timestamp|signature|float/i,
    );
  });

  it('takes a secret with or without its prefix', async () => {
    expect(await (await way())(delivery(), NEW.replace('whsec_', ''))).toEqual(JSON.parse(BODY));
  });
});

describe('asymmetric.mjs', () => {
  const [ONE, TWO, STRANGE] = [1, 2, 3].map(makeKeyPair) as [KeyPair, KeyPair, KeyPair];
  let published: KeyPair[];
  let status: number;
  let fetched: number;
  let server: Server;
  let verify: (body: Buffer, headers: Delivery['headers']) => Promise<unknown>;

  beforeEach(async () => {
    [published, status, fetched] = [[ONE], 200, 0];
    server = createServer((_, response) => {
      fetched++;
      const keys = published.map(({ kid, x }) => ({ kty: 'OKP', crv: 'Ed25519', x, kid }));
      response.writeHead(status).end(JSON.stringify({ keys: [{ kty: 'RSA', n: 'x', e: 'AQAB' }, ...keys] }));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { createVerifier } = await scripts.load<{ createVerifier(url: string): typeof verify }>(
      'asymmetric.mjs',
    );
    verify = createVerifier(`http://127.0.0.1:${(server.address() as AddressInfo).port}/jwks.json`);
  });
  afterEach(() => {
    vi.useRealTimers();
    server.closeAllConnections();
    server.close();
  });

  const signedBy = (key: KeyPair, ageS = 0): Delivery => {
    const timestampSeconds = Math.floor(Date.now() / 1000) - ageS;
    return {
      body: BODY,
      headers: signWebhook({ id: 'msg_1', timestampSeconds, body: BODY, secrets: [NEW], key }),
    };
  };
  const taken = ({ body, headers }: Delivery) => verify(Buffer.from(body), headers);
  const pass = (milliseconds: number) =>
    vi.useFakeTimers({ now: Date.now() + milliseconds, toFake: ['Date'] });

  it('takes what any published key signed', async () => {
    published = [TWO, ONE];
    for (const key of [ONE, TWO]) expect(await taken(signedBy(key))).toEqual(JSON.parse(BODY));
    expect(await taken(signedBy(ONE, 290))).toEqual(JSON.parse(BODY));
    expect(fetched).toBe(1);
  });

  const changed = (name: string, change: (value: string) => string | undefined): Delivery => {
    const sent = signedBy(ONE);
    const value = change(sent.headers[name] ?? '');
    const { [name]: _gone, ...others } = sent.headers;
    return { ...sent, headers: value === undefined ? others : { ...others, [name]: value } };
  };

  it.each<[string, () => Delivery]>([
    ['what another key signed', () => signedBy(STRANGE)],
    ['what no key signed', () => delivery()],
    ['another body', () => ({ ...signedBy(ONE), body: `${BODY} ` })],
    ['another id', () => changed('webhook-id', () => 'msg_2')],
    ['no id', () => changed('webhook-id', () => undefined)],
    ['no timestamp', () => changed('webhook-timestamp', () => undefined)],
    ['a timestamp that is none', () => changed('webhook-timestamp', () => 'now')],
    ['no signature', () => changed('webhook-signature', () => undefined)],
    ['a signature cut short', () => changed('webhook-signature', (ours) => ours.slice(0, -6))],
    [
      'a signature of another version',
      () => changed('webhook-signature', (ours) => ours.replace('v1a,', 'v1b,')),
    ],
    ['signatures that are none', () => changed('webhook-signature', () => 'v1a v1a, , v1a,я')],
    ['an old timestamp', () => signedBy(ONE, 310)],
    ['a timestamp of the future', () => signedBy(ONE, -310)],
  ])('refuses %s', async (_, made) => {
    await expect(taken(made())).rejects.toThrow(Error);
  });

  it('keeps the keys for an hour, and then looks again', async () => {
    await taken(signedBy(ONE));
    pass(HOUR - SECOND);
    await taken(signedBy(ONE));
    expect(fetched).toBe(1);
    pass(SECOND);
    published = [TWO];
    await expect(taken(signedBy(ONE))).rejects.toThrow(Error);
    expect(fetched).toBe(2);
  });

  it('looks again if no key fits, once a minute at most', async () => {
    await taken(signedBy(ONE));
    published = [TWO];
    await expect(taken(signedBy(TWO))).rejects.toThrow(Error);
    expect(fetched).toBe(1);
    pass(MINUTE);
    expect(await taken(signedBy(TWO))).toEqual(JSON.parse(BODY));
    for (let forged = 0; forged < 5; forged++) await expect(taken(signedBy(STRANGE))).rejects.toThrow(Error);
    expect(fetched).toBe(2);
  });

  it('says that the keys cannot be read, and looks again with the next webhook', async () => {
    status = 503;
    await expect(taken(signedBy(ONE))).rejects.toThrow('the keys cannot be read: 503');
    status = 200;
    expect(await taken(signedBy(ONE))).toEqual(JSON.parse(BODY));
  });
});

describe('receiver.mjs', () => {
  let server: Server;
  let work: unknown[];
  beforeAll(async () => {
    vi.stubEnv('FIRSTLINE_SECRET', NEW);
    vi.stubEnv('PORT', '0');
    ({ server, work } = await scripts.load<{ server: Server; work: unknown[] }>('receiver.mjs'));
    if (!server.listening) await new Promise((resolve) => server.once('listening', resolve));
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });

  const post = async ({ body, headers }: Delivery) => {
    vi.stubEnv('FIRSTLINE_SECRET', NEW);
    const { port } = server.address() as AddressInfo;
    return (await fetch(`http://127.0.0.1:${port}/`, { method: 'POST', body, headers })).status;
  };

  it('works on a webhook once, however often it comes, and on no forged one', async () => {
    const statuses = [];
    for (const sent of [delivery(), delivery([OTHER]), delivery(), delivery([NEW, OLD])])
      statuses.push(await post(sent));
    expect(statuses).toEqual([204, 401, 204, 204]);
    expect(work).toEqual([JSON.parse(BODY)]);
  });
});

describe('receiver.py', () => {
  const post = ({ body, headers }: Delivery) =>
    modules.run(
      `
import io, os
os.environ["FIRSTLINE_SECRET"] = given["secret"]
import receiver
body = given["body"].encode()
environ = {"REQUEST_METHOD": "POST", "CONTENT_LENGTH": str(len(body)), "wsgi.input": io.BytesIO(body)}
for name, value in given["headers"].items():
    environ["HTTP_" + name.upper().replace("-", "_")] = value
statuses = []
answer = b"".join(receiver.app(environ, lambda status, headers: statuses.append(status)))
json.dumps({"statuses": statuses, "answer": answer.decode(), "work": receiver.work})`,
      { body, headers, secret: NEW },
    ) as { statuses: string[]; answer: string; work: unknown[] };

  it('works on a webhook once, however often it comes, and on no forged one', () => {
    const told = [delivery(), delivery([OTHER]), delivery(), delivery([NEW, OLD])].map(post);
    expect(told.map(({ statuses }) => statuses)).toEqual([
      ['204 No Content'],
      ['401 Unauthorized'],
      ['204 No Content'],
      ['204 No Content'],
    ]);
    expect(told.at(-1)).toMatchObject({ answer: '', work: [JSON.parse(BODY)] });
  });
});

describe('the guide', () => {
  it.each([
    ['ten times in all over three days', [LADDER.length + 1, ladderDays], [10, 3]],
    ['ends after 15\nseconds', DEADLINES.totalMs, 15 * SECOND],
    [
      'For a day from then on (up to a week',
      [LIMITS.webhookSecretOverlap, LIMITS.webhookSecretOverlapMost],
      [DAY, 7 * DAY],
    ],
    ['Keep the keys for an hour', LIMITS.jwksSeconds, HOUR / SECOND],
    [
      'published two hours before it signs, and an old one for seven days after',
      [LIMITS.webhookKeyLead, LIMITS.webhookKeyPublished],
      [2 * HOUR, 7 * DAY],
    ],
    ['ten pings a minute', DEFAULT_RATES.ping, { most: 10, span: MINUTE }],
  ])('says “%s”, which is so', async (words, is, said) => {
    expect(await textOf(PAGE)).toContain(words);
    expect(is).toEqual(said);
  });
});
