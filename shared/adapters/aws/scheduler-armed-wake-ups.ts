import {
  ListSchedulesCommand,
  type ListSchedulesCommandOutput,
  type SchedulerClient,
  ValidationException,
} from '@aws-sdk/client-scheduler';
import { Fault } from '../../domain/errors.ts';
import type { ArmedWakeUps, WakeUp } from '../../ports.ts';

/** As wake-ups are named; anything else in the group is somebody else's. */
const NAME = /^(cnv_[0-9A-Z]{20})-(\d{1,11})$/;

/** What is armed in a group of schedules, read and not changed. */
export class SchedulerArmedWakeUps implements ArmedWakeUps {
  readonly #client: SchedulerClient;
  readonly #group: string;

  constructor(client: SchedulerClient, group: string) {
    this.#client = client;
    this.#group = group;
  }

  /** @throws Fault request.invalid if `after` is not what a page before has said, or too old */
  async armed({ limit, after }: { limit: number; after?: string | undefined }) {
    const asked = {
      GroupName: this.#group,
      MaxResults: limit,
      ...(after !== undefined && { NextToken: after }),
    };
    try {
      return pageOf(await this.#client.send(new ListSchedulesCommand(asked)));
    } catch (error) {
      if (after === undefined || !(error instanceof ValidationException)) throw error;
      const issues = [
        { path: 'query.cursor', message: 'must be what a page of this list called next, not long ago' },
      ];
      throw new Fault('request.invalid', 'the request has values that cannot be taken; see errors', {
        issues,
      });
    }
  }
}

function pageOf({ Schedules = [], NextToken }: ListSchedulesCommandOutput) {
  return { items: Schedules.flatMap(({ Name = '' }) => wakeUpCalled(Name)), next: NextToken };
}

function wakeUpCalled(name: string): WakeUp[] {
  const [, conversation_id, second] = NAME.exec(name) ?? [];
  return conversation_id === undefined ? [] : [{ conversation_id, at: Number(second) * 1000 }];
}
