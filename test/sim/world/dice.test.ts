import { describe, expect, it } from 'vitest';
import { Dice, PURPOSE } from '../../../sim/world/dice.ts';

describe('the dice', () => {
  it('roll the same for the same seed, purpose and names, and nothing else', () => {
    const rolls = [
      new Dice(1).roll(PURPOSE.lane, 1, 2),
      new Dice(2).roll(PURPOSE.lane, 1, 2),
      new Dice(1 + 2 ** 32).roll(PURPOSE.lane, 1, 2),
      new Dice(1).roll(PURPOSE.fault, 1, 2),
      new Dice(1).roll(PURPOSE.lane, 2, 1),
      new Dice(1).roll(PURPOSE.lane, 1),
    ];
    expect(new Set(rolls).size).toBe(rolls.length);
    expect(new Dice(1).roll(PURPOSE.lane, 1, 2)).toBe(rolls[0]);
  });

  it('are fair', () => {
    const dice = new Dice(7);
    const counts = [0, 0, 0, 0, 0];
    for (let name = 0; name < 10_000; name++) {
      const side = dice.between(0, 4, PURPOSE.lane, name);
      counts[side] = (counts[side] ?? 0) + 1;
    }
    for (const count of counts) expect(Math.abs(count - 2000)).toBeLessThan(200);
  });

  it('draw in sequence what order alone names', () => {
    const [one, same] = [new Dice(3).sequence(PURPOSE.actor, 1), new Dice(3).sequence(PURPOSE.actor, 1)];
    const drawn = [one.fraction(), one.between(1, 6), one.pick(['a', 'b']), one.chance(0.5)];
    expect([same.fraction(), same.between(1, 6), same.pick(['a', 'b']), same.chance(0.5)]).toEqual(drawn);
    expect(() => one.pick([])).toThrow('nothing to pick');
  });
});
