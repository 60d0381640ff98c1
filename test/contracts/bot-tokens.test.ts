import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { SsmBotTokens } from '../../shared/adapters/aws/ssm-bot-tokens.ts';
import { SsmParameters } from '../../shared/adapters/aws/ssm-parameters.ts';
import { MemoryBotTokens } from '../../shared/adapters/memory/bot-tokens.ts';
import type { BotTokenStore } from '../../shared/ports.ts';
import { MINUTE } from '../builders.ts';
import { playParameterStore } from '../played-parameter-store.ts';
import { FixedClock } from '../usecases/desk.ts';

/** What every store of tokens must do; each test begins with an empty one. */
function describeTokens(make: () => BotTokenStore): void {
  it('keeps a token until another one is put, or it is removed', async () => {
    const tokens = make();
    expect(await tokens.token('school')).toBeUndefined();
    await tokens.putToken('school', '1:first');
    expect(await tokens.token('school')).toBe('1:first');
    await tokens.putToken('school', '1:second');
    expect(await tokens.token('school')).toBe('1:second');
    await tokens.removeToken('school');
    expect(await tokens.token('school')).toBeUndefined();
  });

  it('tells tokens of different bots apart', async () => {
    const tokens = make();
    await tokens.putToken('a', '1:a');
    await tokens.putToken('a-b', '2:b');
    await tokens.removeToken('a');
    expect([await tokens.token('a'), await tokens.token('a-b')]).toEqual([undefined, '2:b']);
  });

  it('removes none without a word', async () => {
    await make().removeToken('nobody');
  });
}

describe('tokens in memory', () => {
  describeTokens(() => new MemoryBotTokens());
});

describe('tokens in Parameter Store', () => {
  let played: Awaited<ReturnType<typeof playParameterStore>>;

  beforeAll(async () => {
    played = await playParameterStore();
  });
  beforeEach(() => {
    played.empty();
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'local');
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'local');
  });
  afterAll(() => played.close());

  const open = (clock = new FixedClock(), endpoint = played.url) => {
    const parameters = new SsmParameters({ region: 'eu-central-1', endpoint, tries: 1 });
    return new SsmBotTokens('/firstline/test/bots', parameters, clock);
  };

  describeTokens(() => open());

  it('are encrypted parameters under the path of the stage', async () => {
    await open().putToken('school', '1:secret');
    expect(played.parameters()).toMatchObject([
      { id: '/firstline/test/bots/school/token', value: { type: 'SecureString', value: '1:secret' } },
    ]);
  });

  it('are read once in five minutes of wall time, and by several instances each', async () => {
    const clock = new FixedClock();
    const [writer, reader] = [open(), open(clock)];
    await writer.putToken('school', '1:first');
    await reader.token('school');
    await writer.putToken('school', '1:second');
    clock.advanceBusiness(60 * MINUTE);
    clock.advanceWall(5 * MINUTE - 1);
    expect(await reader.token('school')).toBe('1:first');
    clock.advanceWall(1);
    expect(await reader.token('school')).toBe('1:second');
    expect(played.asked.filter((one) => one.startsWith('GetParameter'))).toHaveLength(2);
  });

  it('are read again for whoever was refused with the one that is remembered', async () => {
    const [writer, reader] = [open(), open()];
    await writer.putToken('school', '1:first');
    await reader.token('school');
    await writer.putToken('school', '1:second');
    expect(await reader.token('school', '1:other')).toBe('1:first');
    expect(await reader.token('school', '1:first')).toBe('1:second');
    expect(await reader.token('school')).toBe('1:second');
  });

  it('that are missing are asked for again each time', async () => {
    const tokens = open();
    for (let n = 0; n < 3; n++) expect(await tokens.token('school')).toBeUndefined();
    expect(played.asked).toEqual(Array(3).fill('GetParameter /firstline/test/bots/school/token'));
  });

  it('that cannot be read are an error, not none', async () => {
    const unreachable = open(new FixedClock(), 'http://127.0.0.1:1');
    await expect(unreachable.token('school')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });
});
