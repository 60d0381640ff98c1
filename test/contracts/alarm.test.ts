import {
  ConflictException,
  CreateScheduleCommand,
  SchedulerClient,
  ThrottlingException,
} from '@aws-sdk/client-scheduler';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import { scheduledAt } from '../../local/schedule-expression.ts';
import { SchedulerAlarm } from '../../shared/adapters/aws/scheduler-alarm.ts';
import { LaneSignal } from '../../shared/contracts/lane-signal.ts';
import { anId, CONVERSATION, HOUR, NOW } from '../builders.ts';

const target = { group: 'desk', queueArn: 'arn:queue', roleArn: 'arn:role' };
const client = new SchedulerClient({ region: 'eu-central-1' });
const scheduler = mockClient(client);
const alarm = new SchedulerAlarm(client, target);
const name = `${anId()}-${NOW / 1000}`;

describe('an alarm', () => {
  beforeEach(() => {
    scheduler.reset();
  });

  it('is a schedule that fires once at its second, signals the lane, and deletes itself', async () => {
    scheduler.on(CreateScheduleCommand).resolves({});
    await alarm.arm(name, NOW + HOUR, { conversation_id: CONVERSATION, hops: 2 });
    expect(scheduler.commandCalls(CreateScheduleCommand).map(({ args }) => args[0].input)).toEqual([
      {
        GroupName: 'desk',
        Name: name,
        ScheduleExpression: 'at(2026-11-24T13:00:00)',
        FlexibleTimeWindow: { Mode: 'OFF' },
        ActionAfterCompletion: 'DELETE',
        Target: {
          Arn: 'arn:queue',
          RoleArn: 'arn:role',
          Input: `{"conversation_id":"${CONVERSATION}","hops":2}`,
        },
      },
    ]);
  });

  it('has a name that the Scheduler takes, and an input that the consumer reads', async () => {
    scheduler.on(CreateScheduleCommand).resolves({});
    await alarm.arm(name, NOW + HOUR, { conversation_id: CONVERSATION });
    const input = scheduler.commandCalls(CreateScheduleCommand)[0]?.args[0].input;
    expect(input?.Name).toMatch(/^[0-9a-zA-Z-_.]{1,64}$/);
    expect(LaneSignal.parse(JSON.parse(input?.Target?.Input ?? ''))).toEqual({
      conversation_id: CONVERSATION,
    });
    expect(scheduledAt(input?.ScheduleExpression ?? '', 'UTC')).toBe(NOW + HOUR);
  });

  it('that is armed already under this name is armed: this very firing is still to come', async () => {
    scheduler
      .on(CreateScheduleCommand)
      .rejects(new ConflictException({ message: 'there', Message: 'there', $metadata: {} }));
    await expect(alarm.arm(name, NOW + HOUR, { conversation_id: CONVERSATION })).resolves.toBeUndefined();
  });

  it.each([
    ['throttled', new ThrottlingException({ message: 'slow down', Message: 'slow down', $metadata: {} })],
    ['unreachable', Object.assign(new Error('reset'), { code: 'ECONNRESET' })],
  ])('that could not be armed because the Scheduler is %s is not taken for armed', async (_, error) => {
    scheduler.on(CreateScheduleCommand).rejects(error);
    await expect(alarm.arm(name, NOW + HOUR, { conversation_id: CONVERSATION })).rejects.toThrow(
      error.message,
    );
  });
});
