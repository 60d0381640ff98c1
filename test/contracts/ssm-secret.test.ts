import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { SsmParameters } from '../../shared/adapters/aws/ssm-parameters.ts';
import { SsmSecret } from '../../shared/adapters/aws/ssm-secret.ts';
import { MINUTE } from '../builders.ts';
import { playParameterStore } from '../played-parameter-store.ts';
import { FixedClock } from '../usecases/desk.ts';

const NAME = '/firstline/test/llm/api-key';

let played: Awaited<ReturnType<typeof playParameterStore>>;
let parameters: SsmParameters;

beforeAll(async () => {
  played = await playParameterStore();
  parameters = new SsmParameters({ region: 'eu-central-1', endpoint: played.url, tries: 1 });
});
beforeEach(() => {
  played.empty();
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'local');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'local');
});
afterAll(() => played.close());

describe('a secret in Parameter Store', () => {
  it('is read once in five minutes of wall time', async () => {
    const clock = new FixedClock();
    const secret = new SsmSecret(NAME, parameters, clock);
    await parameters.put(NAME, 'sk-first');
    expect(await secret.read()).toBe('sk-first');
    await parameters.put(NAME, 'sk-second');
    played.asked.splice(0);
    clock.advanceBusiness(60 * MINUTE);
    clock.advanceWall(5 * MINUTE - 1);
    expect(await secret.read()).toBe('sk-first');
    expect(played.asked).toEqual([]);
    clock.advanceWall(1);
    expect(await secret.read()).toBe('sk-second');
    expect(played.asked).toEqual([`GetParameter ${NAME}`]);
  });

  it('that is missing is an error, and asked for again', async () => {
    const secret = new SsmSecret(NAME, parameters, new FixedClock());
    await expect(secret.read()).rejects.toMatchObject({ code: 'dependency.unavailable' });
    await parameters.put(NAME, 'sk-late');
    expect(await secret.read()).toBe('sk-late');
  });
});
