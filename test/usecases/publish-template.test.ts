import { describe, expect, it } from 'vitest';
import { Fault } from '../../shared/domain/errors.ts';
import { SHIPPED_TEXTS } from '../../shared/domain/texts.ts';
import { previewTemplate } from '../../shared/usecases/preview-template.ts';
import {
  diffTemplate,
  knownTemplate,
  publishTemplate,
  rollBackTemplate,
} from '../../shared/usecases/publish-template.ts';
import { NOW } from '../builders.ts';
import { Crash, crashing } from './desk.ts';
import { aHandbookDesk } from './handbook-desk.ts';

const by = 'root';

async function refusalOf(asked: () => unknown): Promise<Fault> {
  try {
    await asked();
  } catch (error) {
    if (error instanceof Fault) return error;
    throw error;
  }
  throw new Error('it was not refused');
}

describe('publishing a text', () => {
  it('keeps what a language had that is not named, and brings the shipped one back for null', async () => {
    const { publish } = aHandbookDesk();
    const say = (texts: object) => publishTemplate(publish, 'GREETING', { by, texts });
    expect((await say({ ru: 'Привет!' })).own).toEqual({ ru: 'Привет!' });
    expect((await say({ en: 'Hi!' })).own).toEqual({ ru: 'Привет!', en: 'Hi!' });
    const { version, own, published } = await say({ ru: null });
    expect([version, own]).toEqual([3, { en: 'Hi!' }]);
    expect(published).toEqual({
      name: 'template.GREETING',
      version: 3,
      body: { texts: { en: 'Hi!' } },
      at: NOW,
      by,
    });
  });

  it.each<[string, object, [path: string, words: string][]]>([
    ['a brace without a partner', { ru: 'Да {' }, [['texts.ru', '"{"']]],
    [
      'a parameter that there is none of',
      { ru: '{name}', en: '{x}' },
      [
        ['texts.ru', '{name}'],
        ['texts.en', '{x}'],
      ],
    ],
    ['one that may be missing', { ru: 'Да, {client_name}!' }, [['texts.ru', 'in brackets']]],
    [
      'several mistakes',
      { ru: '{a} {b}' },
      [
        ['texts.ru', '{a}'],
        ['texts.ru', '{b}'],
      ],
    ],
    ['nothing', { en: ' ' }, [['texts.en', 'must say something']]],
    ['too much', { en: 'x'.repeat(2001) }, [['texts.en', '2000']]],
    ['what says nothing to a stranger', { en: '[{client_name}]' }, [['texts.en', 'nothing']]],
  ])('refuses %s', async (_, texts, expected) => {
    const { publish, documents } = aHandbookDesk();
    const { code, issues } = await refusalOf(() => publishTemplate(publish, 'GREETING', { by, texts }));
    expect(code).toBe('request.invalid');
    expect(issues).toEqual(
      expected.map(([path, words]) => ({ path, message: expect.stringContaining(words) })),
    );
    expect(await documents.all()).toEqual([]);
  });

  it('refuses in a reminder what only a message could tell', async () => {
    const { publish } = aHandbookDesk();
    const texts = { ru: 'Напоминаем[ про {date}]!' };
    await publishTemplate(publish, 'ABSENCE_REQUEST', { by, texts });
    const refused = await refusalOf(() => publishTemplate(publish, 'FOLLOW_UP_REMINDER_1', { by, texts }));
    expect(refused.issues).toMatchObject([{ path: 'texts.ru' }]);
  });

  it('takes every shipped text', async () => {
    const { publish } = aHandbookDesk();
    for (const [name, texts] of Object.entries(SHIPPED_TEXTS)) {
      const key = knownTemplate(name);
      expect((await publishTemplate(publish, key, { by, texts })).own).toEqual(texts);
    }
  });

  it('refuses what was made from another version, and of two at once lets one', async () => {
    const { publish, documents } = aHandbookDesk();
    await publishTemplate(publish, 'GREETING', { by, texts: { ru: 'Раз' } });
    const late = { by, texts: { ru: 'Два' }, seen_version: 0 };
    expect((await refusalOf(() => publishTemplate(publish, 'GREETING', late))).code).toBe('template.changed');
    const outcomes = await Promise.allSettled(
      ['Три', 'Четыре'].map((ru) =>
        publishTemplate(publish, 'GREETING', { by, texts: { ru }, seen_version: 1 }),
      ),
    );
    expect(outcomes.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    expect(await documents.versions('template.GREETING', { limit: 9 })).toHaveLength(2);
  });

  it.each([
    [1, 'after'],
    [2, 'before'],
    [2, 'after'],
  ] as const)('may crash at call %i, %s it took effect: the repeat ends the same', async (k, when) => {
    const { publish, documents } = aHandbookDesk();
    const asked = { by, texts: { ru: 'Раз' }, seen_version: 0 };
    const { ports } = crashing(publish, k, when);
    await expect(publishTemplate(ports, 'GREETING', asked)).rejects.toBeInstanceOf(Crash);
    expect((await publishTemplate(publish, 'GREETING', asked)).version).toBe(1);
    expect(await documents.versions('template.GREETING', { limit: 9 })).toHaveLength(1);
  });

  it('is told of by name and number alone', async () => {
    const { publish, journal } = aHandbookDesk();
    await publishTemplate(publish, 'GREETING', { by, texts: { ru: 'CANARY' }, reason: 'CANARY' });
    expect(journal.lines).toEqual([
      { level: 'info', event: 'template.published', fields: { template: 'GREETING', version: 1, by } },
    ]);
  });
});

describe('rolling a text back', () => {
  it('publishes the old texts as a new version; 0 brings the shipped ones back', async () => {
    const { publish } = aHandbookDesk();
    for (const ru of ['Раз', 'Два']) await publishTemplate(publish, 'GREETING', { by, texts: { ru } });
    const first = await rollBackTemplate(publish, 'GREETING', { by, version: 1 });
    expect([first.version, first.own, first.published?.restores]).toEqual([3, { ru: 'Раз' }, 1]);
    const shipped = await rollBackTemplate(publish, 'GREETING', { by, version: 0 });
    expect([shipped.version, shipped.own]).toEqual([4, {}]);
  });

  it('judges the old texts anew, and knows no version that there is none of', async () => {
    const { publish, documents } = aHandbookDesk();
    const body = { texts: { ru: '{gone}' } };
    await documents.publish({ name: 'template.GREETING', version: 1, body, at: NOW, by });
    const back = (version: number) => refusalOf(() => rollBackTemplate(publish, 'GREETING', { by, version }));
    expect((await back(1)).issues).toMatchObject([{ path: 'texts.ru' }]);
    expect((await back(2)).code).toBe('version.unknown');
  });
});

describe('the difference of two versions', () => {
  it('is told in each language; 0 is the shipped text', async () => {
    const { publish } = aHandbookDesk();
    await publishTemplate(publish, 'OFFER_HELP', { by, texts: { ru: 'Рады вас слышать!' } });
    expect(await diffTemplate(publish, 'OFFER_HELP', { from: 0, to: 1 })).toEqual({
      ru: [
        { kind: 'same', text: 'Рады вас слышать!' },
        { kind: 'removed', text: ' Чем можем помочь?' },
      ],
      en: [{ kind: 'same', text: SHIPPED_TEXTS.OFFER_HELP.en }],
    });
    const refused = await refusalOf(() => diffTemplate(publish, 'OFFER_HELP', { from: 1, to: 2 }));
    expect(refused.code).toBe('version.unknown');
  });
});

describe('a preview', () => {
  const preview = (text: string, over: object = {}) =>
    previewTemplate('GREETING', { language: 'ru', text, parameters: {}, without: [], ...over });

  it.each<[string, object, string, string[]]>([
    ['samples', {}, 'Да, Ольга!', []],
    ['a value of one’s own', { parameters: { client_name: 'Пётр' } }, 'Да, Пётр!', []],
    ['what is missing', { without: ['client_name'] }, 'Да!', ['client_name']],
    ['English samples', { language: 'en' }, 'Да, Olga!', []],
  ])('is said with %s', (_, over, text, missing) => {
    expect(preview('Да[, {client_name}]!', over)).toEqual({ text, missing });
  });

  it.each<[string, string, object, string[]]>([
    ['a text that cannot be published', 'Да {', {}, ['text']],
    [
      'parameters that there are none of',
      'Да',
      { parameters: { x: 'y' }, without: ['date', 'z'] },
      ['parameters.x', 'without.1'],
    ],
  ])('is refused for %s', async (_, text, over, paths) => {
    const { code, issues } = await refusalOf(() => preview(text, over));
    expect([code, issues.map(({ path }) => path)]).toEqual(['request.invalid', paths]);
  });
});

it.each(['greeting', 'GREETING ', '', '__proto__', 'constructor'])(
  'there is no template called %j',
  async (name) => {
    expect((await refusalOf(() => knownTemplate(name))).code).toBe('template.unknown');
  },
);
