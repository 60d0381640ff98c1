import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { createClassifier } from '../../shared/classification/classifier.ts';
import { loadModel } from '../../shared/classification/load-model.ts';

const classifier = createClassifier(
  loadModel(fileURLToPath(new URL('../../shared/classification/model', import.meta.url))),
);

const ANSWERED: readonly (readonly [text: string, label: string])[] = [
  ['Здравствуйте', 'GREETING'],
  ['Здравствуйте!', 'GREETING'],
  ['ЗДРАВСТВУЙТЕ', 'GREETING'],
  ['здраствуйте', 'GREETING'],
  ['Добрый день!', 'GREETING'],
  ['Доброе утро', 'GREETING'],
  ['добрый вечер', 'GREETING'],
  ['привет', 'GREETING'],
  ['Hello', 'GREETING'],
  ['hi there', 'GREETING'],
  ['ghbdtn', 'GREETING'],
  ['спасибо, до свидания', 'FAREWELL'],
  ['Спасибо большое!', 'FAREWELL'],
  ['спс', 'FAREWELL'],
  ['👍', 'FAREWELL'],
  ['Thank you, bye', 'FAREWELL'],
  ['до свидания', 'FAREWELL'],
  ['не открывается урок', 'TECH_SUPPORT_BASIC'],
  ['нет звука', 'TECH_SUPPORT_BASIC'],
  ['Не работает микрофон', 'TECH_SUPPORT_BASIC'],
  ['ne otkryvaetsya urok', 'TECH_SUPPORT_BASIC'],
  ['the video is not loading', 'TECH_SUPPORT_BASIC'],
  ['не могу войти в личный кабинет', 'TECH_SUPPORT_BASIC'],
  ['дайте ссылку на урок', 'LESSON_LINK'],
  ['где ссылка на занятие?', 'LESSON_LINK'],
  ['Пришлите, пожалуйста, ссылку на сегодняшний урок', 'LESSON_LINK'],
  ['где тренер? ждём уже 10 минут', 'MISSING_TRAINER'],
  ['преподаватель не пришёл на урок', 'MISSING_TRAINER'],
  ['хочу отменить урок завтра', 'LESSON_CANCELLATION'],
  ['отмените занятие в среду', 'LESSON_CANCELLATION'],
  ['заболели, не придём', 'ABSENCE_REQUEST'],
  ['ребёнок заболел, сегодня не будем', 'ABSENCE_REQUEST'],
  ['у дочки температура, пропустим занятие', 'ABSENCE_REQUEST'],
  ['Верните деньги!!!', 'COMPLAINT'],
  ['как получить бонус за отзыв', 'REVIEW_BONUS'],
  ['я оставила отзыв, где мой бонус?', 'REVIEW_BONUS'],
  ['как пригласить друга?', 'REFERRAL'],
  ['хочу порекомендовать вас подруге, что мне за это будет', 'REFERRAL'],
  ['сколько стоит продлить абонемент', 'CROSS_EXTENSION'],
  ['хотим продлить занятия', 'CROSS_EXTENSION'],
  ['перенесите на вторник, пожалуйста', 'SCHEDULE_CHANGE'],
  ['можно поменять время занятий?', 'SCHEDULE_CHANGE'],
  ['ну что там с моим вопросом?', 'REMINDER'],
  ['вы обещали перезвонить вчера, жду до сих пор', 'REMINDER'],
];

describe('the shipped classifier', () => {
  it.each(ANSWERED)('answers «%s» as %s', (text, label) => {
    const { confidence, band, ...rest } = classifier.classify(text);
    expect(rest.label).toBe(label);
    expect(band).toBe('answer');
    expect(confidence).toBeLessThanOrEqual(1);
  });

  it.each(['как варить борщ', 'какая столица Австралии?', 'фывапролдж', 'what is the weather in Paris'])(
    'does not answer «%s» from a scenario of the desk',
    (text) => {
      expect(classifier.classify(text)).toMatchObject({ label: 'UNKNOWN' });
    },
  );

  it('names the words that decided, the strongest first', () => {
    const { reasons } = classifier.classify('Здравствуйте, у нас не открывается урок');
    expect(reasons[0]?.feature).toBe('открывается');
    expect(reasons.length).toBeLessThanOrEqual(5);
    expect(reasons.map(({ weight }) => weight)).toEqual(
      reasons.map(({ weight }) => weight).toSorted((a, b) => b - a),
    );
  });

  it('ranks three different labels by confidence', () => {
    const { label, confidence, ranking } = classifier.classify('можно перенести или отменить урок?');
    expect(ranking).toHaveLength(3);
    expect(ranking[0]).toEqual({ label, confidence });
    expect(new Set(ranking.map((ranked) => ranked.label)).size).toBe(3);
  });

  it('classifies a text the same whatever was classified before', () => {
    const first = classifier.classify('нет звука на уроке');
    classifier.classify('нет нет нет звука звука 5000 🙏');
    expect(classifier.classify('нет звука на уроке')).toEqual(first);
  });
});
