import { describe, expect, it, onTestFinished } from 'vitest';
import { createActivity } from '../../local/activity.ts';
import { createCallCounts } from '../../local/call-counts.ts';
import { createTwinClock } from '../../local/clock.ts';
import { openDoor } from '../../local/http-door.ts';
import { jsonAnswer } from '../../local/http-response.ts';
import { createLocalEnds } from '../../local/local-ends.ts';

const START = Date.UTC(2026, 0, 15, 9);

async function serving() {
  const clock = createTwinClock({ start: START, speed: 1 });
  onTestFinished(clock.stop);
  const calls = createCallCounts();
  const report = { pids: [7], invocations: 1, failures: 0, starts: 1, peakRssMb: 80 };
  const door = await openDoor(0);
  onTestFinished(door.close);
  door.serve(
    createLocalEnds({
      clock,
      pause: createActivity(),
      calls,
      functions: () => ({ ingest: report }),
      sockets: { endAll: () => 2 },
      aws: async ({ method }, path) => jsonAnswer(200, { asked: `${method} ${path}` }),
    }),
  );
  const ask = async (method: string, path: string, body?: string) => {
    const answer = await fetch(door.url + path, { method, ...(body === undefined ? {} : { body }) });
    return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
  };
  return { ask, clock, calls };
}

describe("the twin's own ends", () => {
  it('tell business time, and move it on', async () => {
    const { ask, clock } = await serving();
    let fired = 0;
    clock.at(START + 1_800_000, () => {
      fired += 1;
    });

    const before = await ask('GET', '/_local/clock');
    const after = await ask('POST', '/_local/clock/advance', '{"seconds":3600}');

    expect(before).toMatchObject({ status: 200, body: { speed: 1 } });
    const moved = Date.parse(String(after.body['now'])) - Date.parse(String(before.body['now']));
    expect(moved).toBeGreaterThanOrEqual(3_600_000);
    expect(moved).toBeLessThan(3_610_000);
    expect(fired).toBe(1);
  });

  it('end the sockets of all screens', async () => {
    const { ask } = await serving();
    expect(await ask('POST', '/_local/sockets/end')).toEqual({ status: 200, body: { ended: 2 } });
  });

  it('leave what AWS does to whoever plays it', async () => {
    const { ask } = await serving();
    for (const path of ['/_local/aws', '/_local/aws/concurrency'])
      expect((await ask('PUT', path)).body).toEqual({ asked: `PUT ${path}` });
    expect((await ask('GET', '/_local/awsome')).status).toBe(404);
  });

  it.each(['{"seconds":-1}', '{"seconds":"1"}', '{}', '', '{"seconds":1e12}'])(
    'refuse to advance by %s',
    async (body) => {
      const { ask } = await serving();

      expect(await ask('POST', '/_local/clock/advance', body)).toMatchObject({ status: 422 });
    },
  );

  it('tell what was called, and forget it', async () => {
    const { ask, calls } = await serving();
    calls.count('dynamodb', 'PutItem', { write: 2 });

    expect(await ask('GET', '/_local/calls')).toEqual({
      status: 200,
      body: { services: { dynamodb: { PutItem: 1 } }, write_units: 2, read_units: 0 },
    });
    expect(await ask('POST', '/_local/calls/reset')).toMatchObject({ status: 200, body: { services: {} } });
    expect(await ask('GET', '/_local/calls')).toMatchObject({ body: { write_units: 0 } });
  });

  it('tell what the functions did', async () => {
    const { ask } = await serving();

    expect(await ask('GET', '/_local/functions')).toMatchObject({
      body: { ingest: { pids: [7], peakRssMb: 80 } },
    });
  });

  it('are no others', async () => {
    const { ask } = await serving();

    expect(await ask('GET', '/_local/secrets')).toMatchObject({ status: 404 });
    expect(await ask('DELETE', '/_local/clock')).toMatchObject({ status: 404 });
  });
});
