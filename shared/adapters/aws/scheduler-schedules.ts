import {
  DeleteScheduleCommand,
  ListSchedulesCommand,
  ResourceNotFoundException,
  type SchedulerClient,
} from '@aws-sdk/client-scheduler';
import type { ScheduleClock, Schedules } from '../../ports.ts';

/** One-off schedules of the desk's two groups, for whoever takes them back. */
export class SchedulerSchedules implements Schedules {
  readonly #client: SchedulerClient;
  readonly #groups: Record<ScheduleClock, string>;

  constructor(client: SchedulerClient, groups: Record<ScheduleClock, string>) {
    this.#client = client;
    this.#groups = groups;
  }

  async named(clock: ScheduleClock, prefix: string): Promise<string[]> {
    const names: string[] = [];
    for (let NextToken: string | undefined; ; ) {
      const page = await this.#client.send(
        new ListSchedulesCommand({ GroupName: this.#groups[clock], NamePrefix: prefix, NextToken }),
      );
      names.push(...(page.Schedules ?? []).flatMap(({ Name }) => Name ?? []));
      NextToken = page.NextToken;
      if (NextToken === undefined) return names;
    }
  }

  async disarm(clock: ScheduleClock, name: string): Promise<void> {
    try {
      await this.#client.send(new DeleteScheduleCommand({ GroupName: this.#groups[clock], Name: name }));
    } catch (error) {
      if (!(error instanceof ResourceNotFoundException)) throw error;
    }
  }
}
