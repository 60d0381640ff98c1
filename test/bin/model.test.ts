import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { lessonOf } from '../../bin/admin/candidate.ts';
import { loadModel } from '../../shared/classification/load-model.ts';
import { SHIPPED_MODEL } from '../../shared/classification/train/rooms.ts';
import { acceptMessage } from '../../shared/usecases/accept-message.ts';
import { answerConversation } from '../../shared/usecases/answer-conversation.ts';
import { SECOND } from '../builders.ts';
import { colours, jsonl } from '../classification/small-models.ts';
import { type OpenOperatorDoor, openOperatorDoor } from '../contracts/operator-door.ts';
import { incoming, SIGNAL } from '../usecases/desk.ts';
import { typingAt } from './terminal.ts';

const folder = mkdtempSync(join(tmpdir(), 'firstline-model-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function aFile(name: string, examples: readonly { text: string; label: string }[]): string {
  const file = join(folder, name);
  writeFileSync(file, jsonl(examples));
  return file;
}

const SHIPPED = loadModel(SHIPPED_MODEL).version;
const CORPUS = aFile('corpus.jsonl', colours('COMPLAINT', 'FAREWELL'));
/** The shipped model knows none of these words; whoever learned from the corpus does. */
const FROZEN = aFile('frozen.jsonl', [
  { text: 'краснючий краснеет', label: 'COMPLAINT' },
  { text: 'синючий синеет', label: 'FAREWELL' },
]);
const SMALL = ['--corpus', CORPUS, '--frozen', FROZEN];

/** A terminal at a desk where one message was taken for something else than it is. */
async function aTerminal() {
  const door = await openOperatorDoor();
  return { door, type: typingAt(door) };
}

async function correct({ desk, ask }: OpenOperatorDoor, text: string, scenario: string): Promise<void> {
  const { message_id } = await acceptMessage(desk.accept, incoming({ text }));
  desk.clock.advance(10 * SECOND);
  await answerConversation(desk.answer, SIGNAL);
  const body = { message_id, verdict: 'incorrect', scenario };
  expect((await ask({ path: '/api/feedback', body })).statusCode).toBe(201);
}

describe('model retrain', () => {
  it('has nothing to do where nobody has corrected anything', async () => {
    const { type } = await aTerminal();
    expect(await type('model', 'retrain', ...SMALL)).toEqual({
      code: 0,
      out: 'nobody has corrected anything: there is nothing to learn',
      err: '',
    });
  });

  it('shows a candidate, publishes it, and the shipped model comes back with one command', async () => {
    const { door, type } = await aTerminal();
    await correct(door, 'лиловый кит, +7 916 123-45-67', 'FAREWELL');
    const tried = await type('model', 'retrain', ...SMALL, '--dry-run');
    expect(tried.out).toMatch(/corrections right +0 +1 +1/);
    expect(tried.out).toMatch(/mended +FAREWELL +\S+ +FAREWELL +синючий синеет/);
    expect(tried.out).toMatch(
      /of 1 messages of the last 30 days 1 would be taken for something else;\n\d would be answered instead of \d\n[A-Z_]+ +FAREWELL +лиловый кит, \+00000000000$/m,
    );
    expect(tried.out).toMatch(/nothing gets worse; without --dry-run it would be published$/);
    expect((await type('model', 'show')).out).toBe('the shipped model');

    const made = JSON.parse((await type('model', 'retrain', ...SMALL, '--reason', 'first', '--json')).out);
    expect(made).toMatchObject({
      published: true,
      version: 1,
      corrections: 1,
      learned: { before: 0, after: 1 },
    });
    const { model } = JSON.parse((await type('model', 'show', '--json')).out);
    expect(model).toMatchObject({ id: made.candidate, over: SHIPPED, figures: { corrections: 1 } });
    expect(tried.out).toContain(`candidate ${made.candidate}`);

    expect((await type('model', 'rollback', '0')).out).toContain('the shipped model');
    expect((await type('model', 'history')).out).toMatch(/^2 .* shipped +–\n1 .* first$/m);
  });

  it('holds the next candidate against the one in force, and publishes nothing that is worse', async () => {
    const { door, type } = await aTerminal();
    await correct(door, 'лиловый кит', 'FAREWELL');
    await type('model', 'retrain', ...SMALL);
    const worse = aFile('worse.jsonl', colours('FAREWELL', 'COMPLAINT'));
    const held = await type('model', 'retrain', '--corpus', worse, '--frozen', FROZEN);
    expect(held).toMatchObject({ code: 0 });
    expect(held.out).toMatch(/not published, because something gets worse:\n {2}0 are right instead of 2/);
    expect(held.out).toMatch(/broken +COMPLAINT +COMPLAINT +FAREWELL +краснючий краснеет/);
    expect(JSON.parse((await type('model', 'show', '--json')).out)).toMatchObject({ version: 1 });
  });

  it('is refused if somebody else has published meanwhile', async () => {
    const { door, type } = await aTerminal();
    await correct(door, 'лиловый кит', 'FAREWELL');
    const { publish } = door.door.documents;
    door.door.documents.publish = async (document) => {
      await publish.call(door.door.documents, document);
      return 'conflict';
    };
    expect(await type('model', 'retrain', ...SMALL)).toMatchObject({ code: 1 });
  });

  it.each([['--corpus', join(folder, 'none.jsonl')], ['extra'], ['--ru', 'x']])(
    'is not to be typed with %s %s',
    async (...args) => {
      expect(await (await aTerminal()).type('model', 'retrain', ...args)).toMatchObject({ code: 2, out: '' });
    },
  );
});

describe('a lesson', () => {
  const line = (text: string, label: string) => ({ text, label, alsoOk: [], batch: undefined });
  const said = (text: string, label: string) => ({ message_id: text, text, label });

  it('takes the newest correction of the same words, which takes the place of a line that says otherwise', () => {
    const { examples, corrections } = lessonOf(
      [line('Где ссылка?', 'a'), line('Привет', 'b')],
      [said('где  ССЫЛКА?', 'b'), said('где ссылка?', 'c')],
      [],
    );
    expect(corrections).toEqual([line('где  ССЫЛКА?', 'b')]);
    expect(examples).toEqual([line('Привет', 'b'), line('где  ССЫЛКА?', 'b')]);
  });

  it('leaves out what the frozen set asks', () => {
    expect(lessonOf([line('Привет', 'b')], [said('ПОКА', 'a')], [line('пока', 'b')])).toEqual({
      examples: [line('Привет', 'b')],
      corrections: [],
    });
  });
});
