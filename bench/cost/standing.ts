import { readWiring } from '../../local/template.ts';
import { readAssembly } from '../../local/template-assembly.ts';
import type { Wiring } from '../../local/wiring.ts';
import type { Feed, FunctionFacts } from './counts.ts';
import { MODEL } from './model.ts';
import type { Standing } from './price-rest.ts';

/** Nothing listens there: the templates are only read. */
const NOWHERE = { gatewayUrl: 'http://127.0.0.1:9', publicUrl: 'http://localhost:9' };

export interface Read {
  functions: FunctionFacts[];
  standing: Standing;
}

interface Resource {
  Type: string;
  Properties?: Record<string, unknown> | undefined;
}

/** Reads from an assembly what runs, and what costs by the month. */
export async function readDeployment(assemblyDir: string): Promise<Read> {
  const wiring = await readWiring(assemblyDir, NOWHERE);
  const { stacks } = await readAssembly(assemblyDir);
  const resources = stacks.flatMap((stack) => Object.values(stack.resources));
  return { functions: functionsOf(wiring), standing: { ...standingOf(resources), ...running(wiring) } };
}

/** What the resources of templates cost by the month. */
export function standingOf(resources: readonly Resource[]): Omit<Standing, 'polledQueues' | 'clocked'> {
  const count = (type: string): number => resources.filter(({ Type }) => Type === type).length;
  const ofType = (type: string) => resources.filter(({ Type }) => Type === type);
  const alarms = ofType('AWS::CloudWatch::Alarm').map(metricsOf);
  return {
    alarmMetrics: alarms.reduce((sum, { watched }) => sum + watched.length, 0),
    // The house's own figures that alarms look at while nobody writes: only what the clock runs makes any.
    metrics: alarms.filter(({ own, breaches }) => own && breaches).length,
    dashboards: count('AWS::CloudWatch::Dashboard'),
    secrets: count('AWS::SecretsManager::Secret'),
    keys: count('AWS::KMS::Key'),
    hostedZones: count('AWS::Route53::HostedZone'),
    firewalls: count('AWS::WAFv2::WebACL'),
    firewallRules: ofType('AWS::WAFv2::WebACL').reduce((sum, one) => sum + listOf(one, 'Rules').length, 0),
    backedUp: JSON.stringify(resources).includes('"PointInTimeRecoveryEnabled":true'),
  };
}

interface Watching {
  /** One for each metric: by itself, or in an expression. */
  watched: unknown[];
  /** Of the house's own namespace. */
  own: boolean;
  /** Rings where there is no figure, so there must always be one. */
  breaches: boolean;
}

function metricsOf(alarm: Resource): Watching {
  const { Properties = {} } = alarm;
  const inExpression = listOf(alarm, 'Metrics').filter((one) => JSON.stringify(one).includes('MetricStat'));
  const watched = inExpression.length > 0 ? inExpression : [Properties['MetricName']];
  return {
    watched,
    own: JSON.stringify(Properties).includes('"Namespace":"Firstline"'),
    breaches: Properties['TreatMissingData'] === 'breaching',
  };
}

function listOf({ Properties = {} }: Resource, name: string): unknown[] {
  const list = Properties[name];
  return Array.isArray(list) ? list : [];
}

function running({ eventSources, rules, functions }: Wiring): Pick<Standing, 'polledQueues' | 'clocked'> {
  return {
    polledQueues: eventSources.filter(({ kind }) => kind === 'queue').length,
    clocked: rules.map(({ functionArn, everyS }) => ({
      perMonth: (MODEL.hoursPerMonth * 3_600) / everyS,
      memoryMb: functions.find(({ arn }) => arn === functionArn)?.memoryMb ?? 0,
    })),
  };
}

function functionsOf({ functions, eventSources, rules }: Wiring): FunctionFacts[] {
  const feedOf = (arn: string): Feed => {
    const kinds = eventSources.filter(({ functionArn }) => functionArn === arn).map(({ kind }) => kind);
    // Whoever reads the stream may read a queue of what the stream failed with, too.
    if (kinds.includes('stream')) return 'stream';
    if (kinds.includes('queue')) return 'lane';
    return rules.some(({ functionArn }) => functionArn === arn) ? 'clock' : 'door';
  };
  return functions.map(({ arn, label, memoryMb }) => ({ label, memoryMb, feed: feedOf(arn) }));
}
