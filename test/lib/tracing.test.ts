import type { Template } from 'aws-cdk-lib/assertions';
import { AwsSolutionsChecks } from 'cdk-nag';
import { describe, expect, test } from 'vitest';
import { resourcesOf, synthesise } from './synthesised.ts';

const on = synthesise('prod', { tracing: 'on' });
const off = synthesise('prod', { tracing: 'off' });

interface Statement {
  Action: string | string[];
  Resource: unknown;
}

describe('a stage whose functions are traced', () => {
  test('has every one of them start a trace, or go on with one', () => {
    const modes = propertiesOf(on.service, 'AWS::Lambda::Function').map((it) => it['TracingConfig']);
    expect(modes).toHaveLength(13);
    expect(new Set(modes.map((mode) => JSON.stringify(mode)))).toEqual(new Set(['{"Mode":"Active"}']));
  });

  test('gives each of them two rights for it, and nothing besides', () => {
    const given = statementsOf(on.service).filter(({ Action }) => JSON.stringify(Action).includes('xray'));
    expect(given).toHaveLength(13);
    for (const one of given) {
      expect(one).toMatchObject({
        Effect: 'Allow',
        Action: ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'],
        Resource: '*',
      });
    }
  });

  test('is the same in everything else', () => {
    expect(untraced(on.service)).toEqual(off.service.toJSON());
    expect(on.data.toJSON()).toEqual(off.data.toJSON());
  });

  test('passes the checks of AWS Solutions', () => {
    expect(new AwsSolutionsChecks(on.app).validateScope(on.app).violations).toEqual([]);
  });
});

describe('a stage that says nothing of it', () => {
  test.each(['dev', 'prod'] as const)('has no word of it in its templates: %s', (stage) => {
    const { settings, service, data } = synthesise(stage);
    expect(settings.tracing).toBe('off');
    expect(JSON.stringify([service.toJSON(), data.toJSON()])).not.toMatch(/tracing|xray/i);
  });
});

function propertiesOf(template: Template, type: string): Record<string, unknown>[] {
  return Object.values(resourcesOf(template, type)).map(({ Properties }) => Properties);
}

function statementsOf(template: Template): Statement[] {
  return propertiesOf(template, 'AWS::IAM::Policy').flatMap(
    ({ PolicyDocument }) => (PolicyDocument as { Statement: Statement[] }).Statement,
  );
}

/** The template without what tracing has put into it. */
function untraced(template: Template): unknown {
  return JSON.parse(
    JSON.stringify(template.toJSON(), (key, value) => {
      if (key === 'TracingConfig') return undefined;
      if (key !== 'Statement') return value;
      return value.filter(({ Action }: Statement) => !JSON.stringify(Action).includes('xray'));
    }),
  );
}
