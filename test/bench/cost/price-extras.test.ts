import { describe, expect, it } from 'vitest';
import { sumOf } from '../../../bench/cost/lines.ts';
import { MODEL } from '../../../bench/cost/model.ts';
import { priceOperator, priceOpinions, priceTracing } from '../../../bench/cost/price-extras.ts';

describe('an operator who is connected', () => {
  it('is charged for the minutes of the socket', () => {
    const minutes = MODEL.operator.hoursPerDay * MODEL.operator.days * 60;
    expect(priceOperator(0, 512)[0]).toMatchObject({ quantity: minutes, usd: minutes * 0.25e-6 });
  });

  it('costs a frame more for every message of which two frames tell instead of one', () => {
    const more = sumOf(priceOperator(2, 512)) - sumOf(priceOperator(1, 512));
    expect(more).toBeCloseTo(MODEL.operator.messages * 1e-6, 9);
  });
});

it('tracing costs five dollars for a million invocations that are recorded', () => {
  expect(sumOf(priceTracing(10_000_000))).toBeCloseTo(50, 6);
});

describe('second opinions', () => {
  it.each([
    ['a model that is free costs units alone', { in: 0, out: 0 }, 0],
    ['what is read has a price', { in: 1, out: 0 }, MODEL.opinion.share * MODEL.opinion.tokensIn],
    ['so has what is written', { in: 0, out: 1 }, MODEL.opinion.share * MODEL.opinion.tokensOut],
  ])('%s', (_, prices, expected) => {
    const model = priceOpinions(prices).filter(({ service }) => service === 'Language model');
    expect(sumOf(model)).toBeCloseTo(expected, 6);
  });
});
