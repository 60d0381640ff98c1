import type { SchedulerClient } from '@aws-sdk/client-scheduler';
import type { WakeUps } from '../../ports.ts';
import { type AlarmTarget, SchedulerAlarm } from './scheduler-alarm.ts';

/** Schedules that wake a conversation on the follow-ups' lane, each named for what it wakes and when. */
export class SchedulerWakeUps implements WakeUps {
  readonly #alarm: SchedulerAlarm;

  constructor(client: SchedulerClient, target: AlarmTarget) {
    this.#alarm = new SchedulerAlarm(client, target);
  }

  arm(conversationId: string, at: number): Promise<void> {
    return this.#alarm.arm(`${conversationId}-${at / 1000}`, at, { conversation_id: conversationId });
  }
}
