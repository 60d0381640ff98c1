import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import { GetScheduleCommand } from '@aws-sdk/client-scheduler';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openTwinStore, type TwinStore } from '../../local/persistence.ts';
import { laneQueue, NOON, rowsTable, startBackend, still, withTempDir } from './backend.ts';

/** A backend that does one of each, says what time it showed last, and waits for its end. */
function script(dataDir: string): string {
  const backend = JSON.stringify(join(import.meta.dirname, 'backend.ts'));
  return `
    import { startBackend, laneQueue, rowsTable, still, NOON } from ${backend};
    import { PutItemCommand } from '@aws-sdk/client-dynamodb';
    import { SendMessageCommand } from '@aws-sdk/client-sqs';
    import { CreateScheduleCommand } from '@aws-sdk/client-scheduler';
    const b = await startBackend({ dataDir: ${JSON.stringify(dataDir)}, speed: 100 });
    await b.clock.advance(3_600, still);
    const QueueUrl = b.urlOf(laneQueue);
    await b.sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'visible' }));
    await b.sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'delayed', DelaySeconds: 900 }));
    await b.sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: '{"clock":"wall"}', DelaySeconds: 1 }));
    await b.dynamo.send(new PutItemCommand({ TableName: rowsTable.name, Item: { pk: { S: 'a' }, sk: { S: '1' } } }));
    await b.schedules.send(new CreateScheduleCommand({
      Name: 'later', GroupName: 'desk', ScheduleExpression: 'at(2031-05-02T12:00:00)',
      FlexibleTimeWindow: { Mode: 'OFF' },
      Target: { Arn: laneQueue.arn, RoleArn: 'role', Input: 'scheduled' },
    }));
    console.log(b.clock.now());
    setInterval(() => {}, 1_000);`;
}

async function killedBackend(dataDir: string): Promise<number> {
  const child = spawn(process.execPath, ['--input-type=module', '--eval', script(dataDir)], {
    stdio: ['ignore', 'pipe', 'inherit'],
    cwd: join(import.meta.dirname, '../..'),
  });
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  child.kill('SIGKILL');
  await once(child, 'exit');
  return Number(line.toString());
}

it('brings table, queues, delays, schedules and business time through a kill', async () => {
  await withTempDir(async (dataDir) => {
    const shown = await killedBackend(dataDir);
    const next = await startBackend({ dataDir });
    const bodies = async (waitS = 0) =>
      (await next.queues.receive(laneQueue.arn, 10, waitS)).map(({ body }) => body);

    expect(next.clock.now()).toBeGreaterThanOrEqual(shown);
    expect(shown).toBeGreaterThanOrEqual(NOON + 3_600_000);
    const Key = { pk: { S: 'a' }, sk: { S: '1' } };
    expect((await next.dynamo.send(new GetItemCommand({ TableName: rowsTable.name, Key }))).Item).toEqual(
      Key,
    );
    const later = { Name: 'later', GroupName: 'desk' };
    expect((await next.schedules.send(new GetScheduleCommand(later))).Target?.Input).toBe('scheduled');

    expect([...(await bodies()), ...(await bodies(3))].sort()).toEqual(['visible', '{"clock":"wall"}']);
    await next.clock.advance(900, still);
    expect(await bodies()).toEqual(['delayed']);
    await next.clock.advance(86_400, still);
    expect(await bodies()).toEqual(['scheduled']);
    await next.close();
  });
});

describe('the store', () => {
  let store: TwinStore;

  beforeEach(() => {
    store = openTwinStore();
  });

  afterEach(() => store.close());

  it('gives back what was put, by kind and id', () => {
    store.put('schedule', 'a', { due: 1 });
    store.put('schedule', 'a', { due: 2 });
    store.put('held-message', 'a', 'other kind');
    expect(store.get('schedule', 'a')).toEqual({ due: 2 });
    expect(store.list('schedule')).toEqual([{ id: 'a', value: { due: 2 } }]);
    expect(store.get('schedule', 'b')).toBeUndefined();
  });

  it('forgets what was removed', () => {
    store.put('schedule', 'a', 1);
    store.remove('schedule', 'a');
    expect(store.list('schedule')).toEqual([]);
  });
});
