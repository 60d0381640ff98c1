import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Profile } from '../../shared/domain/message.ts';
import { SCENARIO_RULES } from '../../shared/domain/scenario.ts';
import { fillTemplate } from '../../shared/domain/template.ts';

const links: Profile = { referral_link: 'https://r.example/1', lesson_link: 'https://l.example/2' };

describe('a template', () => {
  it.each([
    ['Ваша ссылка: {referral_link}', 'Ваша ссылка: https://r.example/1'],
    ['{lesson_link} и {lesson_link}', 'https://l.example/2 и https://l.example/2'],
    ['{{lesson_link}}', 'https://l.example/2'],
    ['без параметров', 'без параметров'],
  ])('%j becomes %j', (template, text) => {
    expect(fillTemplate(template, links)).toEqual({ ok: true, text });
  });

  it('puts a value in as it is, also where it looks like a pattern or a placeholder', () => {
    const referral_link = 'https://r.example/?a=$&$1{lesson_link}';
    expect(fillTemplate('{referral_link}', { ...links, referral_link })).toEqual({
      ok: true,
      text: referral_link,
    });
  });

  it.each([undefined, '', '  '])('names a parameter whose value is %j', (referral_link) => {
    expect(fillTemplate('{referral_link} {lesson_link}', { ...links, referral_link })).toEqual({
      ok: false,
      missing: ['referral_link'],
    });
  });

  it.each([
    '{unknown_one}',
    '{constructor}',
    '{toString}',
    '{__proto__}',
    '{ReferralLink}',
    '{referral-link}',
    '{ lesson_link }',
    '{link1}',
    '{ссылка}',
    '{}',
    '{{unknown}}',
  ])('never lets the placeholder %j through to a customer', (placeholder) => {
    expect(fillTemplate(`Вот: ${placeholder}`, links).ok).toBe(false);
  });

  it.each(['', '   ', '\n'])('is not usable if it is as empty as %j', (template) => {
    expect(fillTemplate(template, links)).toEqual({ ok: false, missing: [] });
  });

  it('leaves no placeholder whatever an admin wrote, if it calls the result good', () => {
    const piece = fc.oneof(
      fc.constantFrom('{', '}', '{lesson_link}', '{x}', ' '),
      fc.string({ maxLength: 5 }),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
        const filled = fillTemplate(pieces.join(''), links);
        if (filled.ok) expect(filled.text).not.toMatch(/\{\s*[\w-]*\s*\}/);
      }),
    );
  });
});

describe('the shipped texts', () => {
  it.each(Object.entries(SCENARIO_RULES))(
    'of %s say something for a client of whom nothing is known',
    (_, rule) => {
      const filled = fillTemplate(rule.text, {});
      const said = filled.ok ? filled.text : rule.without;
      expect(said).toMatch(/\p{Script=Cyrillic}/u);
      expect(said).not.toMatch(/[{}]/);
      expect(`${rule.without ?? ''}${rule.onMedia ?? ''}`).not.toMatch(/[{}]/);
    },
  );
});
