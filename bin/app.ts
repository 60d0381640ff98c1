import { App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { DataStack } from '../lib/data-stack.ts';
import { ServiceStack } from '../lib/service-stack.ts';
import { stageSettings } from '../lib/stage-settings.ts';

const app = new App({ analyticsReporting: false });
const settings = stageSettings(app.node.tryGetContext('stage'));

const data = new DataStack(app, `firstline-${settings.stage}-data`, settings);
new ServiceStack(app, `firstline-${settings.stage}-service`, settings, data.table);

// The twin starts from the same templates without judging them again.
if (app.node.tryGetContext('checks') !== 'off') Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
