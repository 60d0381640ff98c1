import { App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { builtConsole } from '../console/build.ts';
import { ConsoleStack } from '../lib/console-stack.ts';
import { DataStack } from '../lib/data-stack.ts';
import { ServiceStack } from '../lib/service-stack.ts';
import { type StackPart, stackName } from '../lib/stack-names.ts';
import { stageSettings } from '../lib/stage-settings.ts';

const app = new App({ analyticsReporting: false });
const settings = stageSettings(app.node.tryGetContext('stage'), app.node.tryGetContext('statusPage'));
const named = (part: StackPart): string => stackName(settings.stage, part);

const data = new DataStack(app, named('data'), settings);
const service = new ServiceStack(app, named('service'), settings, data.table);
// The twin serves the build itself, and starts without waiting for it.
const pages = app.node.tryGetContext('pages') === 'off' ? undefined : await builtConsole();
new ConsoleStack(app, named('console'), settings, { ...service.behind, pages });

// The twin starts from the same templates without judging them again.
if (app.node.tryGetContext('checks') !== 'off') Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
