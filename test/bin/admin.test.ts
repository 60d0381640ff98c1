import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { type Ask, askerOf, Refusal } from '../../bin/admin/api.ts';
import { assignmentsIn, readAssignment, withAssignment } from '../../bin/admin/assignments.ts';
import type { Surroundings } from '../../bin/admin/command.ts';
import { runAdmin } from '../../bin/admin/run.ts';
import { inputFrom } from '../../bin/admin/standard-input.ts';
import { acceptMessage } from '../../shared/usecases/accept-message.ts';
import { answerConversation } from '../../shared/usecases/answer-conversation.ts';
import { CONVERSATION, SECOND } from '../builders.ts';
import { openOperatorDoor } from '../contracts/operator-door.ts';
import { incoming, SIGNAL } from '../usecases/desk.ts';
import { PlayedWakeUps } from '../usecases/handbook-desk.ts';
import { refusal } from '../usecases/played-bot-api.ts';
import { keepSilent } from '../usecases/silent-client.ts';
import { askAt } from './terminal.ts';

const folder = mkdtempSync(join(tmpdir(), 'firstline-admin-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function aFile(name: string, text: string): string {
  const file = join(folder, name);
  writeFileSync(file, text);
  return file;
}

interface Said {
  code: number;
  out: string;
  err: string;
}

/** A terminal at a desk. */
async function aTerminal() {
  const armed = new PlayedWakeUps();
  const door = await openOperatorDoor({ armedWakeUps: armed });
  const ask = askAt(door);
  const typing =
    (around: Partial<Surroundings>) =>
    async (...args: string[]) => {
      const said = { out: [] as string[], err: [] as string[] };
      const code = await runAdmin(args, {
        env: { FIRSTLINE_ADMIN_TOKEN: 'key-of-root', ...around.env },
        input: around.input ?? (() => ''),
        asker: () => ask,
        out: (line) => said.out.push(line),
        err: (line) => said.err.push(line),
      });
      return { code, out: said.out.join('\n'), err: said.err.join('\n') };
    };
  return { door, armed, type: typing({}), typing };
}

describe('policy', () => {
  it('is changed place by place, shown, listed, and rolled back', async () => {
    const { type } = await aTerminal();
    expect((await type('policy', 'show')).out).toMatch(
      /^the shipped policy\n.*escalation\.requests\.count=3/s,
    );
    const set = await type(
      'policy',
      'set',
      'escalation.requests.count=4',
      'quiet_hours.from=22:00',
      '--reason',
      'sale',
    );
    expect(set.out).toMatch(
      /^version 1, published .* by root: sale\nescalation\.requests\.count=4\nquiet_hours\.from=22:00$/,
    );
    await type('policy', 'set', 'follow_ups.reminders_s=[60,120]');
    expect((await type('policy', 'show', '--changes')).out).toContain('follow_ups.reminders_s=[60,120]');
    const history = (await type('policy', 'history')).out.split('\n');
    expect(history.map((line) => line.split(/\s+/)[0])).toEqual(['version', '2', '1']);
    expect((await type('policy', 'rollback', '1')).out).toContain('version 3');
    expect((await type('policy', 'rollback', '0')).out).toMatch(/^version 4, published .* by root$/);
  });

  it('is put as a whole from a file', async () => {
    const { type } = await aTerminal();
    const file = aFile('policy.json', '{"doubt":"ask"}');
    await type('policy', 'set', 'escalation.requests.count=4');
    expect((await type('policy', 'set', '--file', file)).out).toMatch(/\ndoubt=ask$/);
  });

  it('is answered as it is with --json', async () => {
    const { type } = await aTerminal();
    expect(JSON.parse((await type('policy', 'show', '--json')).out)).toMatchObject({
      version: 0,
      changes: {},
    });
  });

  it('that cannot be is refused with every place', async () => {
    const { type } = await aTerminal();
    const { code, out, err } = await type('policy', 'set', 'escalation.requests.count=0', 'desk.zone=1');
    expect([code, out]).toEqual([1, '']);
    expect(err).toBe('request.invalid\n  policy.escalation.requests.count\n  policy.desk.zone');
  });
});

describe('policy dry-run', () => {
  const four = 'escalation.requests.count=4';

  /** A terminal at a desk one of whose clients has asked three times, and two of whom something is armed for. */
  async function aBusyTerminal() {
    const terminal = await aTerminal();
    const { desk } = terminal.door;
    desk.classifier.usual = { scenario: 'REVIEW_BONUS' };
    for (const text of ['Бонус', 'Бонус?', 'Бонус!']) {
      await acceptMessage(desk.accept, incoming({ text }));
      desk.clock.advance(3 * SECOND);
      await answerConversation(desk.answer, SIGNAL);
    }
    const { id } = await keepSilent(desk.conversations);
    terminal.armed.all.push(...[CONVERSATION, id].map((conversation_id) => ({ conversation_id, at: 1 })));
    return terminal;
  }

  it('says how many turns would be decided otherwise, and which', async () => {
    const { type } = await aBusyTerminal();
    const { code, out } = await type('policy', 'dry-run', four);
    expect(code).toBe(0);
    const lines = out.split('\n');
    expect(lines[0]).toBe('1 of 3 turns would be decided otherwise; conversations: 2');
    expect(out).toMatch(/\nhanded over for +before +after\n/);
    expect(out).toMatch(/\nrepeated_requests +1 +0\n/);
    expect(lines.at(-1)).toMatch(
      /^2026-.* demo +pupil-42 +reason repeated_requests → –, priority high → low, escalated true → false, then resolved → awaits_client$/,
    );
  });

  it('adds up all pages', async () => {
    const { type, armed } = await aBusyTerminal();
    const { all } = armed;
    armed.armed = async ({ after = '0' }) => {
      const next = Number(after) + 1;
      return { items: all.slice(Number(after), next), next: next < all.length ? String(next) : undefined };
    };
    const answer = JSON.parse((await type('policy', 'dry-run', four, '--json')).out);
    expect(answer).toMatchObject({ conversations: 2, turns: 3, changed: 1 });
    expect(answer.reasons).toEqual({
      none: { before: 2, after: 3 },
      repeated_requests: { before: 1, after: 0 },
    });
  });

  it('comes on top of the present changes, or from a file in their place', async () => {
    const { type, door } = await aBusyTerminal();
    await type('policy', 'set', four);
    const nothing = '0 of 3 turns would be decided otherwise; conversations: 1';
    const one = ['--partner', 'demo', '--client', 'pupil-42'];
    // The desk goes by the shipped policy for another minute, so what is in force by then shows against it.
    expect((await type('policy', 'dry-run', 'doubt=ask', ...one)).out).toContain('1 of 3 turns');
    const file = aFile('shipped.json', '{}');
    expect((await type('policy', 'dry-run', '--file', file, ...one)).out).toBe(nothing);
    expect((await door.door.documents.all()).map(({ version }) => version)).toEqual([1]);
  });

  it('that could not be published is refused with every place', async () => {
    const { type } = await aBusyTerminal();
    const { code, err } = await type('policy', 'dry-run', 'escalation.requests.count=0');
    expect([code, err]).toEqual([1, 'request.invalid\n  policy.escalation.requests.count']);
  });
});

describe('templates', () => {
  it('are listed, shown, changed, previewed, compared and rolled back', async () => {
    const { type } = await aTerminal();
    expect((await type('templates', 'list')).out).toMatch(/^template .*\n.*GREETING +0 +shipped +shipped/s);
    const file = aFile('greeting.txt', 'Рады[, {client_name}]!\n');
    const set = await type(
      'templates',
      'set',
      'GREETING',
      '--ru-file',
      file,
      '--en',
      'Hi!',
      '--reason',
      'shorter',
    );
    expect(set.out).toMatch(/^GREETING, version 1\n\nru:\nРады\[, \{client_name\}\]!\n\nen:\nHi!\n/);
    expect((await type('templates', 'show', 'GREETING')).out).toBe(set.out);
    expect((await type('templates', 'preview', 'GREETING', '--language', 'ru')).out).toBe('Рады, Ольга!');
    const preview = await type(
      'templates',
      'preview',
      'GREETING',
      'date=завтра',
      '--text',
      'Ждём {date}',
      '--language',
      'ru',
    );
    expect([preview.code, preview.err]).toEqual([1, 'request.invalid\n  text']);
    const without = await type(
      'templates',
      'preview',
      'GREETING',
      '--language',
      'ru',
      '--without',
      'client_name',
    );
    expect(without.out).toBe('Рады!\n\nmissing: client_name');
    const diff = await type('templates', 'diff', 'GREETING', '--from', '0', '--to', '1');
    expect(diff.out).toContain('[-Здравствуйте-]{+Рады+}[, {client_name}]![- На связи {desk_name}.-]');
    expect((await type('templates', 'history', 'GREETING')).out).toContain('shorter');
    expect((await type('templates', 'set', 'GREETING', '--en', '')).out).toContain('en (shipped):');
    expect((await type('templates', 'rollback', 'GREETING', '1')).out).toContain('\nHi!\n');
  });

  it('that there are none of are refused', async () => {
    const { type } = await aTerminal();
    expect(await type('templates', 'show', 'greeting')).toEqual({
      code: 1,
      out: '',
      err: 'template.unknown',
    });
  });
});

describe('keywords', () => {
  it('are added, tried, listed, removed and rolled back', async () => {
    const { type } = await aTerminal();
    expect((await type('keywords', 'list')).out).toBe('there are no keywords yet');
    const added = await type('keywords', 'add', 'COMPLAINT', 'верните', 'деньг*', '--priority', '3');
    expect(added.out).toMatch(/^«верните деньг\*» is a keyword of COMPLAINT with priority 3: kwd_\w+$/);
    const id = added.out.split(' ').at(-1) ?? '';
    await type('keywords', 'add', 'REFERRAL', 'пригласить друга', '--reason', 'spring');
    expect((await type('keywords', 'list')).out.split('\n').map((line) => line.split(/\s{2,}/))).toEqual([
      ['scenario', 'priority', 'id', 'keyword'],
      ['REFERRAL', '5', expect.stringMatching(/^kwd_/), 'пригласить друга'],
      ['COMPLAINT', '3', id, 'верните деньг*'],
    ]);
    const text = 'Верните деньги';
    expect((await type('keywords', 'preview', '--text', text)).out).toBe(
      'COMPLAINT by «верните деньг*» of priority 3, where the model is not sure',
    );
    const without = await type('keywords', 'preview', '--text', text, '--remove', id);
    expect(without.out.split('\n')[0]).toBe('no keyword decides in this text');
    expect((await type('keywords', 'remove', id)).out).toBe(`${id} is removed`);
    expect((await type('keywords', 'remove', id)).err).toBe('keyword.unknown');
    expect((await type('keywords', 'history')).out).toMatch(/^version .*\n3 .*\n2 .* spring\n1 /);
    expect((await type('keywords', 'rollback', '1')).out).toContain(id);
    expect((await type('keywords', 'rollback', '0')).out).toBe('there are no keywords yet');
  });

  it('are tried on what was said, page by page', async () => {
    const { type, door, armed } = await aTerminal();
    const { desk } = door;
    await acceptMessage(desk.accept, incoming({ text: 'Верните деньги' }));
    desk.clock.advance(3 * SECOND);
    await answerConversation(desk.answer, SIGNAL);
    const { id } = await keepSilent(desk.conversations);
    const ids = [id, CONVERSATION];
    armed.armed = async ({ after = '0' }) => {
      const next = Number(after) + 1;
      const items = ids.slice(Number(after), next).map((conversation_id) => ({ conversation_id, at: 1 }));
      return { items, next: next < ids.length ? String(next) : undefined };
    };
    const asked = ['keywords', 'preview', 'COMPLAINT', 'верните', 'деньги'];
    const lines = (await type(...asked, '--text', 'верните деньги')).out.split('\n');
    expect(lines.slice(0, 2)).toEqual([
      'COMPLAINT by «верните деньги» of priority 5, always',
      '1 of 1 turns would be decided otherwise; conversations: 2',
    ]);
    expect(lines.at(-1)).toContain('scenario TECH_SUPPORT_BASIC → COMPLAINT');
    const one = ['--partner', 'demo', '--client', 'pupil-42'];
    const nothing = '0 of 1 turns would be decided otherwise; conversations: 1';
    expect((await type(...asked, '--priority', '4', ...one)).out).toBe(nothing);
    expect(await door.door.documents.all()).toEqual([]);
  });

  it('that cannot be are refused with every place', async () => {
    const { type } = await aTerminal();
    const refused = await type('keywords', 'add', 'MASS_OUTAGE', '*', '--priority', '11');
    expect([refused.code, refused.err]).toEqual([1, 'request.invalid\n  scenario\n  keyword\n  priority']);
  });
});

describe('reminders', () => {
  it('are listed, called off and sent', async () => {
    const { door, type } = await aTerminal();
    await keepSilent(door.desk.conversations);
    const list = await type('reminders', 'list', '--partner', 'demo', '--client', 'silent');
    const [head, ...rows] = list.out.split('\n');
    expect([head?.split(/\s+/), rows.length]).toEqual([['due', 'partner', 'client', 'number', 'id'], 3]);
    const [one = '', two = ''] = rows.map((row) => row.split(/\s+/)[4] ?? '');
    expect((await type('reminders', 'cancel', one)).out).toBe(`${one} is cancelled`);
    expect((await type('reminders', 'send', two)).out).toBe(`${two} is sent`);
    expect((await type('reminders', 'cancel', 'rem_x')).err).toBe('reminder.unknown');
    expect((await type('reminders', 'list')).out).toBe('nobody is about to be reminded');
  });
});

describe('bots', () => {
  const TOKEN = `42:${'x'.repeat(35)}`;

  async function withBot() {
    const terminal = await aTerminal();
    terminal.door.botApi.knows(TOKEN, { id: 42, username: 'school_bot' });
    const add = terminal.typing({ env: { FIRSTLINE_BOT_TOKEN: TOKEN } });
    return { ...terminal, add };
  }

  it('are added, told where updates go, shown, listed and removed', async () => {
    const { type, add } = await withBot();
    expect((await type('bot', 'list')).out).toBe('there are no bots yet');
    expect((await add('bot', 'add', 'school')).out).toBe(
      'school is @school_bot; set its webhook by bot webhook school',
    );
    expect((await type('bot', 'info', 'school')).out).toMatch(
      /^school, @school_bot \(42\), added 2026-.*\nno webhook; set it by bot webhook$/,
    );
    const set = await type('bot', 'webhook', 'school', '--connections', '7');
    expect(set.out.split('\n').slice(1)).toEqual([
      'webhook      https://desk.example.com/api/telegram/school/webhook',
      'waiting      0',
      'connections  7',
      'updates      message, edited_message, callback_query, my_chat_member',
      'last error   –',
    ]);
    expect((await type('bot', 'info', 'school')).out).toBe(set.out);
    expect((await type('bot', 'list')).out).toMatch(
      /^bot +username +waiting +webhook\nschool +@school_bot +0 +https:\/\/desk\.example\.com\//,
    );
    expect((await type('bot', 'remove', 'school')).out).toBe('school is removed');
    expect(await type('bot', 'info', 'school')).toEqual({ code: 1, out: '', err: 'bot.unknown' });
  });

  it('go to a URL of their own', async () => {
    const { type, add, door } = await withBot();
    await add('bot', 'add', 'school');
    await type('bot', 'webhook', 'school', '--webhook-url', 'https://other.example.com:8443/x');
    expect(door.botApi.of('setWebhook')[0]).toMatchObject({ url: 'https://other.example.com:8443/x' });
    const bad = await type('bot', 'webhook', 'school', '--webhook-url', 'https://other.example.com:81/x');
    expect([bad.code, bad.err]).toEqual([1, 'request.invalid\n  url']);
  });

  it('are told of though Telegram does not answer', async () => {
    const { type, add, door } = await withBot();
    await add('bot', 'add', 'school');
    door.botApi.answerWith('getWebhookInfo', refusal(401, 'Unauthorized'));
    expect((await type('bot', 'info', 'school')).out).toContain(
      'Telegram does not say how its webhook stands: 401 Unauthorized',
    );
    expect((await type('bot', 'list')).out).toContain('401 Unauthorized');
    door.botApi.answerWith('deleteWebhook', refusal(401, 'Unauthorized'));
    expect((await type('bot', 'remove', 'school')).out).toContain('Telegram did not confirm');
  });

  it.each<[string, (terminal: Awaited<ReturnType<typeof withBot>>) => Promise<Said>]>([
    ['a file', ({ type }) => type('bot', 'add', 'school', '--token-file', aFile('token', `${TOKEN}\n`))],
    ['standard input', ({ typing }) => typing({ input: () => ` ${TOKEN}\n` })('bot', 'add', 'school')],
    ['the environment', ({ add }) => add('bot', 'add', 'school')],
  ])('take their token from %s, and never show it', async (_, typed) => {
    const terminal = await withBot();
    const { code, out, err } = await typed(terminal);
    expect([code, err]).toEqual([0, '']);
    expect(await terminal.door.botTokens.token('school')).toBe(TOKEN);
    expect(`${out}${JSON.stringify(terminal.door.desk.journal.lines)}`).not.toContain(TOKEN.slice(3));
  });

  it.each([
    ['at a terminal', true, ['Paste the token', 'read']],
    ['by a pipe', false, ['read']],
  ])('are waited for %s, and a person is told so first', async (_, terminal, steps) => {
    const taken: string[] = [];
    const { typing } = await withBot();
    const input = inputFrom({
      isTerminal: () => terminal,
      read: () => {
        taken.push('read');
        return TOKEN;
      },
      err: (line) => taken.push(line),
    });
    expect((await typing({ input })('bot', 'add', 'school')).code).toBe(0);
    expect(taken).toEqual(steps.map((start) => expect.stringContaining(start)));
  });

  it('with a token that is nobody’s are refused, and it is not repeated', async () => {
    const { typing } = await withBot();
    const wrong = `43:${'y'.repeat(35)}`;
    const { code, err } = await typing({ input: () => wrong })('bot', 'add', 'school');
    expect([code, err]).toEqual([1, 'bot.token_refused\n  token']);
  });
});

describe('a command line that cannot be followed', () => {
  it.each([
    ['nothing', [], 'use npm run admin'],
    ['a command that there is none of', ['policy', 'delete'], '"policy delete"'],
    ['an inherited name', ['policy', 'constructor'], '"policy constructor"'],
    ['an option that there is none of', ['policy', 'show', '--loud'], '--loud'],
    ['an option of another command', ['policy', 'show', '--reason', 'x'], '--reason'],
    ['nothing to set', ['policy', 'set'], '--file FILE'],
    ['nothing to try', ['policy', 'dry-run'], 'policy dry-run takes'],
    ['a reason for what changes nothing', ['policy', 'dry-run', 'a=1', '--reason', 'x'], '--reason'],
    ['both ways to set', ['policy', 'set', 'a=1', '--file', 'x'], '--file FILE'],
    ['no assignment', ['policy', 'set', 'escalation'], 'a.b=value'],
    ['no place', ['policy', 'set', '=1'], 'a.b=value'],
    ['a file that is not there', ['policy', 'set', '--file', '/nowhere.json'], '/nowhere.json'],
    ['a version that is none', ['policy', 'rollback', 'last'], 'VERSION'],
    ['a word too few', ['policy', 'rollback'], 'policy rollback VERSION'],
    ['a word too many', ['policy', 'history', 'all'], 'policy history'],
    ['no text', ['templates', 'set', 'GREETING'], '--ru'],
    ['two texts', ['templates', 'set', 'GREETING', '--ru', 'x', '--ru-file', 'y'], '--ru-file'],
    ['no versions to compare', ['templates', 'diff', 'GREETING', '--from', '1'], '--to'],
    ['a value without a name', ['templates', 'preview', 'GREETING', 'Olga'], 'parameter=value'],
    ['a scenario without a phrase', ['keywords', 'add', 'COMPLAINT'], 'keywords add SCENARIO PHRASE'],
    ['a priority that is none', ['keywords', 'add', 'COMPLAINT', 'x', '--priority', 'high'], '--priority'],
    ['no keyword to try', ['keywords', 'preview'], '--text TEXT'],
    ['half a keyword to try', ['keywords', 'preview', 'COMPLAINT', '--text', 'x'], 'behind its scenario'],
    [
      'a priority of nothing',
      ['keywords', 'preview', '--priority', '3', '--text', 'x'],
      'behind its scenario',
    ],
    ['no token', ['bot', 'add', 'school'], '--token-file'],
    ['a token file that is not there', ['bot', 'add', 'x', '--token-file', '/nowhere'], '/nowhere'],
    ['a token as a word', ['bot', 'add', 'school', '42:x'], 'bot add ID'],
    ['no number of connections', ['bot', 'webhook', 'x', '--connections', 'all'], '--connections'],
    ['a URL that is none', ['policy', 'show', '--url', 'desk'], '--url'],
  ])('%s is told of in one sentence, with exit code 2', async (_, args, words) => {
    const { door, type } = await aTerminal();
    const { code, out, err } = await type(...args);
    expect([code, out, err.split('\n').length]).toEqual([2, '', 1]);
    expect(err).toContain(words);
    expect(door.desk.journal.of('request')).toEqual([]);
  });

  it('no key is told of, and a key is never shown', async () => {
    const lines: string[] = [];
    const say = (line: string) => void lines.push(line);
    const asker = (): Ask => () => Promise.reject(new Refusal('no'));
    const input = () => '';
    expect(await runAdmin(['policy', 'show'], { env: {}, input, asker, out: say, err: say })).toBe(2);
    expect(lines.join()).toContain('FIRSTLINE_ADMIN_TOKEN');
    await runAdmin(['policy', 'show', '--token', 'CANARY'], { env: {}, input, asker, out: say, err: say });
    await runAdmin(['policy', 'shout', '--token', 'CANARY'], { env: {}, input, asker, out: say, err: say });
    expect(lines.join()).not.toContain('CANARY');
  });
});

describe('assignments', () => {
  it.each([
    ['a.b=4', ['a', 'b'], 4],
    ['a=22:00', ['a'], '22:00'],
    ['a="4"', ['a'], '4'],
    ['a=null', ['a'], null],
    ['a=[1,2]', ['a'], [1, 2]],
    ['a=b=c', ['a'], 'b=c'],
    ['a=', ['a'], ''],
  ])('%s is a place and a value', (word, path, value) => {
    expect(readAssignment(word)).toEqual({ path, value });
  });

  it('go among the others, and can be read off again', () => {
    const made = [readAssignment('a.b=1'), readAssignment('a.c=x'), readAssignment('d=[1]')].reduce<unknown>(
      (all, { path, value }) => withAssignment(all, path, value),
      { a: { b: 0, z: 9 }, e: true },
    );
    expect(made).toEqual({ a: { b: 1, z: 9, c: 'x' }, d: [1], e: true });
    expect(assignmentsIn(made).toSorted()).toEqual(['a.b=1', 'a.c=x', 'a.z=9', 'd=[1]', 'e=true']);
  });

  it('touch no prototype', () => {
    withAssignment({}, ['__proto__', 'shout'], true);
    expect(({} as Record<string, unknown>)['shout']).toBeUndefined();
  });
});

describe('asking the API', () => {
  it('that does not answer is a refusal', async () => {
    const ask = askerOf({ url: 'http://127.0.0.1:1', token: 'CANARY' });
    const error = await ask('GET', '/api/policy').catch((it: unknown) => it);
    expect(error).toBeInstanceOf(Refusal);
    expect(String(error)).toMatch(/does not answer/);
    expect(String(error)).not.toContain('CANARY');
  });
});
