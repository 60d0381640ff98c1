import {
  ConflictException,
  CreateScheduleCommand,
  ListSchedulesCommand,
  SchedulerClient,
  ThrottlingException,
  ValidationException,
} from '@aws-sdk/client-scheduler';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import { scheduledAt } from '../../local/schedule-expression.ts';
import { SchedulerArmedWakeUps } from '../../shared/adapters/aws/scheduler-armed-wake-ups.ts';
import { SchedulerWakeUps } from '../../shared/adapters/aws/scheduler-wake-ups.ts';
import { LaneSignal } from '../../shared/contracts/lane-signal.ts';
import { CONVERSATION, HOUR, NOW } from '../builders.ts';

const client = new SchedulerClient({ region: 'eu-central-1' });
const scheduler = mockClient(client);
const wakeUps = new SchedulerWakeUps(client, { group: 'wake', queueArn: 'arn:queue', roleArn: 'arn:role' });
const armedWakeUps = new SchedulerArmedWakeUps(client, 'wake');
const SECOND = NOW / 1000 + 3600;

beforeEach(() => scheduler.reset());

const said = { message: 'said', Message: 'said', $metadata: {} };

describe('a wake-up', () => {
  it('is a schedule that fires once at its second, signals the lane, and deletes itself', async () => {
    scheduler.on(CreateScheduleCommand).resolves({});
    await wakeUps.arm(CONVERSATION, NOW + HOUR);
    expect(scheduler.commandCalls(CreateScheduleCommand).map(({ args }) => args[0].input)).toEqual([
      {
        GroupName: 'wake',
        Name: `${CONVERSATION}-${SECOND}`,
        ScheduleExpression: 'at(2026-11-24T13:00:00)',
        FlexibleTimeWindow: { Mode: 'OFF' },
        ActionAfterCompletion: 'DELETE',
        Target: { Arn: 'arn:queue', RoleArn: 'arn:role', Input: `{"conversation_id":"${CONVERSATION}"}` },
      },
    ]);
  });

  it('has a name that the Scheduler takes, and an input that the consumer reads', async () => {
    scheduler.on(CreateScheduleCommand).resolves({});
    await wakeUps.arm(CONVERSATION, NOW + HOUR);
    const { Name, Target, ScheduleExpression } =
      scheduler.commandCalls(CreateScheduleCommand)[0]?.args[0].input ?? {};
    expect(Name).toMatch(/^[0-9a-zA-Z-_.]{1,64}$/);
    expect(LaneSignal.parse(JSON.parse(Target?.Input ?? ''))).toEqual({ conversation_id: CONVERSATION });
    expect(scheduledAt(ScheduleExpression ?? '', 'UTC')).toBe(NOW + HOUR);
  });

  it('that is armed already for this second is armed: this very firing is still to come', async () => {
    scheduler.on(CreateScheduleCommand).rejects(new ConflictException(said));
    await expect(wakeUps.arm(CONVERSATION, NOW + HOUR)).resolves.toBeUndefined();
  });

  it.each([
    ['throttled', new ThrottlingException(said)],
    ['unreachable', Object.assign(new Error('said'), { code: 'ECONNRESET' })],
  ])('that could not be armed because the Scheduler is %s is not taken for armed', async (_, error) => {
    scheduler.on(CreateScheduleCommand).rejects(error);
    await expect(wakeUps.arm(CONVERSATION, NOW + HOUR)).rejects.toThrow('said');
  });
});

describe('armed wake-ups', () => {
  const other = CONVERSATION.replace(/.$/, '0');

  it('are listed page by page, without what somebody else keeps in the group', async () => {
    const names = [
      `${CONVERSATION}-${SECOND}`,
      'nightly-report',
      `${CONVERSATION}-soon`,
      `msg_${CONVERSATION.slice(4)}-${SECOND}`,
      `${other}-1`,
    ];
    scheduler
      .on(ListSchedulesCommand)
      .resolves({ Schedules: names.map((Name) => ({ Name })), NextToken: 'more' });
    expect(await armedWakeUps.armed({ limit: 7 })).toEqual({
      items: [
        { conversation_id: CONVERSATION, at: NOW + HOUR },
        { conversation_id: other, at: 1000 },
      ],
      next: 'more',
    });
    scheduler.on(ListSchedulesCommand).resolves({});
    expect(await armedWakeUps.armed({ limit: 7, after: 'more' })).toEqual({ items: [], next: undefined });
    expect(scheduler.commandCalls(ListSchedulesCommand).map(({ args }) => args[0].input)).toEqual([
      { GroupName: 'wake', MaxResults: 7 },
      { GroupName: 'wake', MaxResults: 7, NextToken: 'more' },
    ]);
  });

  it('behind a place that the Scheduler does not know are the caller’s mistake', async () => {
    scheduler.on(ListSchedulesCommand).rejects(new ValidationException(said));
    await expect(armedWakeUps.armed({ limit: 7, after: 'made up' })).rejects.toMatchObject({
      code: 'request.invalid',
      issues: [{ path: 'query.cursor' }],
    });
    await expect(armedWakeUps.armed({ limit: 7 })).rejects.toBeInstanceOf(ValidationException);
  });
});
