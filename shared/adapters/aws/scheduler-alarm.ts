import { ConflictException, CreateScheduleCommand, type SchedulerClient } from '@aws-sdk/client-scheduler';
import type { Alarm, Signal } from '../../ports.ts';

export interface AlarmTarget {
  group: string;
  /** The queue that is signalled, and the role by which the Scheduler may do so. */
  queueArn: string;
  roleArn: string;
}

/** One-off EventBridge schedules that delete themselves. */
export class SchedulerAlarm implements Alarm {
  readonly #client: SchedulerClient;
  readonly #target: AlarmTarget;

  constructor(client: SchedulerClient, target: AlarmTarget) {
    this.#client = client;
    this.#target = target;
  }

  async arm(name: string, at: number, signal: Signal): Promise<void> {
    const { group, queueArn, roleArn } = this.#target;
    try {
      await this.#client.send(
        new CreateScheduleCommand({
          GroupName: group,
          Name: name,
          ScheduleExpression: `at(${new Date(at).toISOString().slice(0, 19)})`,
          FlexibleTimeWindow: { Mode: 'OFF' },
          ActionAfterCompletion: 'DELETE',
          Target: { Arn: queueArn, RoleArn: roleArn, Input: JSON.stringify(signal) },
        }),
      );
    } catch (error) {
      // The name holds the due time, so this very firing is still to come.
      if (!(error instanceof ConflictException)) throw error;
    }
  }
}
