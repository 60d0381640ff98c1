import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { importsOf, judgeImport, judgeWords, read, sourcesOf } from './arrows.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url)).replace(/\/$/, '');
const FILES = sourcesOf(ROOT, ['shared', 'functions', 'lib', 'local', 'bench', 'sim', 'console']);

describe('the repository', () => {
  it('keeps its arrows', () => {
    const imports = FILES.flatMap((file) => importsOf(file, read(ROOT, file)));
    expect(imports.length).toBeGreaterThan(300);
    expect(imports.flatMap((one) => judgeImport(one) ?? [])).toEqual([]);
  });

  it('imports no file that is not there', () => {
    const known = new Set([...FILES, ...sourcesOf(ROOT, ['test', 'bin'])]);
    const missing = FILES.flatMap((file) => importsOf(file, read(ROOT, file))).filter(
      ({ to }) => /^(shared|functions|lib|local|bench|sim)\/.*\.ts$/.test(to) && !known.has(to),
    );
    expect(missing).toEqual([]);
  });

  it('takes time, chance and environment only where it may', () => {
    expect(FILES.flatMap((file) => judgeWords(file, read(ROOT, file)))).toEqual([]);
  });

  it('has been read: every room has files', () => {
    for (const room of [
      'shared/domain/',
      'shared/usecases/',
      'shared/adapters/',
      'shared/edge/',
      'shared/contracts/',
      'functions/',
      'lib/',
      'local/',
    ])
      expect(FILES.filter((file) => file.startsWith(room)).length, room).toBeGreaterThan(2);
  });
});

describe('an arrow the wrong way round is reported', () => {
  it.each([
    ['shared/domain/turn.ts', `import { x } from '../ports.ts';`],
    ['shared/domain/turn.ts', `import type { x } from '../usecases/accept-message.ts';`],
    ['shared/domain/turn.ts', `import { x } from '../contracts/webhook.ts';`],
    ['shared/domain/turn.ts', `import { x } from '../edge/env.ts';`],
    ['shared/domain/turn.ts', `import { x } from '@aws-sdk/client-sqs';`],
    ['shared/domain/turn.ts', `import { readFileSync } from 'node:fs';`],
    ['shared/domain/turn.ts', `import { readFileSync } from 'fs';`],
    ['shared/domain/turn.ts', `import * as z from 'zod/mini';`],
    ['shared/domain/turn.ts', `export { x } from '../ports.ts';`],
    ['shared/domain/turn.ts', `export * from '../ports.ts';`],
    ['shared/domain/turn.ts', `import '../edge/env.ts';`],
    ['shared/domain/turn.ts', `const x = await import('../edge/env.ts');`],
    ['shared/domain/turn.ts', `import {\n  type A,\n  b,\n} from '../ports.ts';`],
    ['shared/domain/turn.ts', `import a from './ids.ts'; import b from '../ports.ts';`],
    ['shared/domain/turn.ts', `import { x } from '../../test/builders.ts';`],
    ['shared/usecases/accept-message.ts', `import { x } from '../adapters/history.ts';`],
    ['shared/usecases/accept-message.ts', `import { x } from '../edge/problem.ts';`],
    ['shared/usecases/accept-message.ts', `import { x } from '../contracts/webhook.ts';`],
    ['shared/usecases/accept-message.ts', `import { x } from '@aws-sdk/client-sqs';`],
    ['shared/usecases/accept-message.ts', `import { setTimeout } from 'node:timers/promises';`],
    ['shared/ports.ts', `import type { x } from './usecases/accept-message.ts';`],
    ['shared/ports.ts', `import type { x } from '@aws-sdk/client-sqs';`],
    ['shared/ports.ts', `export type * from './adapters/history.ts';`],
    ['shared/ports/lanes.ts', `import type { x } from '../usecases/accept-message.ts';`],
    ['shared/ports/lanes.ts', `import type { x } from '@aws-sdk/client-sqs';`],
    ['shared/usecases/accept-message.ts', `import type { x } from '../ports/lanes.ts';`],
    ['shared/adapters/history.ts', `import type { x } from '../ports/lanes.ts';`],
    ['shared/domain/turn.ts', `import type { x } from '../ports/lanes.ts';`],
    ['shared/contracts/webhook.ts', `import type { x } from '../ports.ts';`],
    ['shared/contracts/webhook.ts', `import * as z from 'zod';`],
    ['shared/adapters/history.ts', `import { x } from '../usecases/accept-message.ts';`],
    ['shared/adapters/history.ts', `import { x } from '../edge/env.ts';`],
    ['shared/adapters/history.ts', `import { x } from '../classification/model.ts';`],
    ['shared/adapters/built-in-classifier.ts', `import { x } from '../classification/train/svm.ts';`],
    ['shared/adapters/built-in-classifier.ts', `import { x } from '../edge/env.ts';`],
    ['shared/edge/problem.ts', `import { x } from '../adapters/history.ts';`],
    ['shared/edge/problem.ts', `import { x } from '../usecases/accept-message.ts';`],
    ['shared/classification/model.ts', `import type { x } from '../domain/scenario.ts';`],
    ['shared/classification/model.ts', `import { x } from './train/svm.ts';`],
    ['shared/classification/train/svm.ts', `import { x } from '../../domain/scenario.ts';`],
    ['shared/contracts/partner-api.ts', `import { x } from './describe/document.ts';`],
    ['shared/contracts/describe/document.ts', `import { x } from '../../edge/env.ts';`],
    ['functions/ingest/openapi.ts', `import { x } from '../../shared/contracts/describe/document.ts';`],
    ['shared/adapters/history.ts', `import { x } from '../../functions/ingest/routes.ts';`],
    ['functions/ingest/wiring.ts', `import { x } from '../../shared/classification/model.ts';`],
    ['functions/ingest/wiring.ts', `import { x } from '../deliver/wiring.ts';`],
    ['functions/ingest/wiring.ts', `import { x } from '../../local/wiring.ts';`],
    ['functions/ingest/wiring.ts', `import type { x } from '../../test/builders.ts';`],
    ['functions/ingest/wiring.ts', `import { x } from '../../bench/main.ts';`],
    ['functions/ingest/wiring.ts', `import { x } from '../../sim/main.ts';`],
    ['functions/ingest/wiring.ts', `import { x } from '../../lib/environments.ts';`],
    ['shared/edge/env.ts', `import { x } from '../../lib/environments.ts';`],
    ['lib/service-stack.ts', `import { ENV } from '../functions/ingest/env.ts';`],
    ['lib/service-stack.ts', `import type { Door } from '../functions/ingest/routes.ts';`],
    ['lib/service-stack.ts', `import { x } from '../shared/domain/limits.ts';`],
    ['lib/service-stack.ts', `import { x } from '../local/wiring.ts';`],
    ['console/src/main.tsx', `import { x } from '../../shared/usecases/accept-message.ts';`],
  ])('%s: %s', (file, line) => {
    const against = importsOf(file, line).flatMap((one) => judgeImport(one) ?? []);
    expect(against).toEqual([expect.stringContaining(file)]);
  });
});

describe('an arrow the right way round is not', () => {
  it.each([
    ['functions/ingest/wiring.ts', `import { x } from '../../shared/adapters/aws/sqs-lane.ts';`],
    ['functions/ingest/routes.ts', `import { x } from './health.ts';`],
    ['shared/usecases/accept-message.ts', `import { x } from './remember-profile.ts';`],
    ['shared/ports.ts', `export type * from './ports/lanes.ts';`],
    [
      'shared/ports/lanes.ts',
      `import type { x } from './written.ts'; import type { y } from '../domain/bot.ts';`,
    ],
    ['shared/adapters/built-in-classifier.ts', `import { x } from '../classification/classifier.ts';`],
    ['shared/classification/train/svm.ts', `import { x } from '../model.ts';`],
    ['shared/contracts/describe/main.ts', `import { x } from 'node:fs'; import { y } from '../webhook.ts';`],
    ['lib/environments.ts', `import type { Env } from '../functions/ingest/env.ts';`],
    ['local/twin.ts', `import { x } from '../shared/edge/partner-key.ts';`],
    ['shared/domain/turn.ts', `// import { x } from '../ports.ts';`],
    ['shared/domain/turn.ts', `/** import { x } from '../ports.ts'; */`],
  ])('%s: %s', (file, line) => {
    expect(importsOf(file, line).flatMap((one) => judgeImport(one) ?? [])).toEqual([]);
  });
});

describe('time, chance and environment are reported', () => {
  it.each([
    ['shared/domain/turn.ts', 'const now = Date.now();'],
    ['shared/domain/turn.ts', 'const now = new Date();'],
    ['shared/domain/turn.ts', 'const now = new Date( );'],
    ['shared/usecases/accept-message.ts', 'const x = Math.random();'],
    ['shared/usecases/accept-message.ts', 'const x = crypto.randomUUID();'],
    ['shared/usecases/accept-message.ts', `import { randomBytes } from 'node:crypto';`],
    ['shared/usecases/accept-message.ts', 'await new Promise((done) => setTimeout(done, 5));'],
    ['shared/adapters/history.ts', 'const x = process.env.X;'],
    ['shared/edge/env.ts', `const x = process['env'];`],
    ['shared/edge/env.ts', `import { env } from 'node:process';`],
    ['functions/ingest/wiring.ts', 'wire(process.env);'],
    ['functions/ingest/env.ts', 'const { X } = process.env;'],
  ])('%s: %s', (file, line) => {
    expect(judgeWords(file, line)).toEqual([expect.stringContaining(file)]);
  });

  it.each([
    ['functions/ingest/handler.ts', 'wire(process.env);'],
    ['local/main.ts', 'const x = process.env.X;'],
    ['shared/domain/turn.ts', 'const at = new Date(now).toISOString();'],
    ['shared/domain/turn.ts', '// Date.now() is not for here'],
    ['shared/adapters/host-clock.ts', 'const now = Date.now();'],
  ])('but not in %s: %s', (file, line) => {
    expect(judgeWords(file, line)).toEqual([]);
  });
});
