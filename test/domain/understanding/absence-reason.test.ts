import { expect, it } from 'vitest';
import { absenceReasonIn } from '../../../shared/domain/understanding/absence-reason.ts';
import { plain } from '../../../shared/domain/understanding/plain-words.ts';

it.each([
  ['Ксюша заболела', 'illness'],
  ['у сына температура 38', 'illness'],
  ['прикладываю справку', 'illness'],
  ['сломал руку', 'illness'],
  ['she has a fever', 'illness'],
  ['my son is sick', 'illness'],
  ['пошли к стоматологу', 'doctor'],
  ['dentist appointment today', 'doctor'],
  ['у нас похороны', 'family'],
  ['по семейным обстоятельствам', 'family'],
  ['We were away for a funeral', 'family'],
  ['уезжаем на море', 'travel'],
  ['мы в отпуске', 'travel'],
  ["We'll be on vacation", 'travel'],
  ['контрольная завтра', 'school'],
  ['в саду утренник', 'school'],
  ['соревнования по дзюдо', 'event'],
  ['у него день рождения', 'event'],
  ['это большой праздник', 'holiday'],
  ['каникулы', 'holiday'],
  ['свет отключили во всём доме', 'technical'],
  ['интернет пропал с утра', 'technical'],
] as const)('%s: %s', (text, reason) => {
  expect(absenceReasonIn(plain(text))).toBe(reason);
});

it.each(['не заболел', 'нас не будет', 'завтра не придём', 'спасибо', 'большое спасибо', 'still waiting'])(
  '"%s" gives no reason',
  (text) => {
    expect(absenceReasonIn(plain(text))).toBeUndefined();
  },
);

it('an illness is named before the doctor it leads to', () => {
  expect(absenceReasonIn('были у врача, ангина')).toBe('illness');
});

it.each(['более того', 'сдам без животных', 'интернет-школа'])(
  '"%s" is no illness and no failure',
  (text) => {
    expect(absenceReasonIn(plain(text))).toBeUndefined();
  },
);
