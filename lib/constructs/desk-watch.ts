import { Stack } from 'aws-cdk-lib';
import { HttpApi, WebSocketApi } from 'aws-cdk-lib/aws-apigatewayv2';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { StageSettings } from '../stage-settings.ts';
import { AlarmBell } from './alarm-bell.ts';
import { DeskDashboard } from './desk-dashboard.ts';
import { createFigures } from './figures.ts';
import { ServiceAlarms } from './service-alarms.ts';

export interface DeskWatchProps {
  settings: StageSettings;
  inbound: Queue;
  outbound: Queue;
  /** Names of the groups of schedules. */
  scheduleGroups: readonly string[];
}

/** What is looked at of a whole service: to be made last, because every alarm of the stack gets its page and its bell here. */
export class DeskWatch extends Construct {
  constructor(scope: Construct, id: string, props: DeskWatchProps) {
    super(scope, id);
    const { settings, inbound, outbound, scheduleGroups } = props;
    const all = Stack.of(this).node.findAll();
    const apiId = idOf(all.find((one) => one instanceof HttpApi));
    const socketsId = idOf(all.find((one) => one instanceof WebSocketApi));
    const figures = createFigures({
      stage: settings.stage,
      inbound,
      outbound,
      scheduleGroups,
      apiId,
      socketsId,
    });
    new ServiceAlarms(this, 'Alarms', { figures, asksModel: settings.llm !== undefined });
    new AlarmBell(this, 'Bell', settings);
    if (settings.dashboard) new DeskDashboard(this, 'Dashboard', figures);
  }
}

function idOf(api: HttpApi | WebSocketApi | undefined): string {
  if (!api) throw new Error('There is nothing to watch before the doors are there.');
  return api.apiId;
}
