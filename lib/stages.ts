import { RemovalPolicy } from 'aws-cdk-lib';
import { SystemLogLevel } from 'aws-cdk-lib/aws-lambda';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { StageSettings } from './stage-settings.ts';

/** The stages there are, by name, each with what it has otherwise than SETTINGS say. Another stage is another entry. */
export const STAGES: Readonly<Record<string, Partial<Omit<StageSettings, 'stage'>>>> = {
  /** To try things out: goes as a whole, and its lanes fit into a small account. */
  dev: {
    deletionProtection: false,
    removalPolicy: RemovalPolicy.DESTROY,
    recoveryDays: 1,
    logRetention: RetentionDays.ONE_WEEK,
    systemLogLevel: SystemLogLevel.INFO,
    dashboard: false,
    concurrency: { classify: 5, deliver: 12, slow: 8, 'follow-up': 2, broadcast: 2, redrive: 2 },
  },
  prod: {},
};
