import { describe, expect, test } from 'vitest';
import { ENV as AUTH } from '../../functions/auth/env.ts';
import { ENV as CLASSIFY } from '../../functions/classify/env.ts';
import { ENV as DELIVER } from '../../functions/deliver/env.ts';
import { ENV as INGEST } from '../../functions/ingest/env.ts';
import { ENV as OPERATOR_API } from '../../functions/operator-api/env.ts';
import { ENV as PROJECT } from '../../functions/project/env.ts';
import { ENV as RECOVER } from '../../functions/recover/env.ts';
import { ENV as REDRIVE } from '../../functions/redrive/env.ts';
import { ENV as SOCKET } from '../../functions/socket/env.ts';
import { resourcesOf, synthesise } from './synthesised.ts';

/** Only what a function reads; among it is no name that would make Node or Lambda run other code first. */
const READ: ReadonlySet<string> = new Set(
  [AUTH, CLASSIFY, DELIVER, INGEST, OPERATOR_API, PROJECT, RECOVER, REDRIVE, SOCKET].flat(),
);
const RUNS_OTHER_CODE = ['NODE_OPTIONS', 'NODE_PATH', 'AWS_LAMBDA_EXEC_WRAPPER', 'LD_PRELOAD'];

describe.each(['dev', 'prod'] as const)('the templates of %s', (stage) => {
  const { data, service } = synthesise(stage);
  const functions = Object.entries(resourcesOf(service, 'AWS::Lambda::Function'));

  test('hold no word of the twin’s switch', () => {
    for (const template of [data, service])
      expect(JSON.stringify(template.toJSON())).not.toMatch(/firstline\.host|loopback|127\.0\.0|localhost/i);
  });

  test('give functions no variable but those they read, and no code but their own', () => {
    expect(functions.length).toBeGreaterThanOrEqual(5);
    for (const [id, { Properties }] of functions) {
      const { Variables = {} } = (Properties['Environment'] ?? {}) as { Variables?: Record<string, unknown> };
      const names = Object.keys(Variables);
      expect(
        names.filter((name) => !READ.has(name) || RUNS_OTHER_CODE.includes(name)),
        id,
      ).toEqual([]);
      expect(Properties, id).not.toHaveProperty('Layers');
      expect(Properties['Handler'], id).toBe('index.handler');
    }
  });
});
