import { describe, expect, it, onTestFinished } from 'vitest';
import { createActivity } from '../../local/activity.ts';
import { createFunctionHost, type FunctionHost, Throttled } from '../../local/function-host.ts';
import type { HostFacts } from '../../local/function-protocol.ts';
import type { FunctionWiring } from '../../local/wiring.ts';
import { temporaryDir, writeBundle } from './assembly.ts';

const ARN = 'arn:aws:lambda:us-east-1:000000000000:function:echo';
const facts: HostFacts = { time: { businessBaseMs: 1, wallBaseMs: 2, speed: 3 }, loopbackWebhooks: true };

interface Running extends FunctionHost {
  lines: string[];
  call(event: unknown): Promise<unknown>;
  pids(): number[];
}

async function hosting(source: string, wiring: Partial<FunctionWiring> = {}): Promise<Running> {
  const assetDir = await temporaryDir();
  await writeBundle(assetDir, source);
  const lines: string[] = [];
  const host = createFunctionHost({
    functions: [
      {
        name: 'stack-Echo',
        label: 'echo',
        arn: ARN,
        assetDir,
        handler: 'index.handler',
        timeoutS: 10,
        memoryMb: 256,
        environment: { TABLE_NAME: 'table' },
        ...wiring,
      },
    ],
    activity: createActivity(),
    facts: () => facts,
    gatewayUrl: 'http://127.0.0.1:4000',
    verbose: false,
    log: (line) => lines.push(line),
  });
  onTestFinished(() => host.close());
  return {
    ...host,
    lines,
    call: (event) => host.invoke(ARN, event),
    pids: () => host.report()['echo']?.pids ?? [],
  };
}

/** Blocks on its first `block`, and from then on tells whoever asks that it did. */
const BLOCKED = `
  import { writeFileSync, existsSync } from 'node:fs';
  const marker = new URL('began', import.meta.url);
  export const handler = async (event) => {
    if (event === 'block' && !existsSync(marker)) {
      writeFileSync(marker, '');
      process.stdout.write('about to block\\n');
      await new Promise((resolve) => setTimeout(resolve, 60_000));
    }
    return { pid: process.pid, began: existsSync(marker) };
  };`;

describe('a function', () => {
  it('is throttled beyond the account’s concurrency, and counted', async () => {
    const host = await hosting('export const handler = async () => 1;');
    host.limit(0);
    await expect(host.call({})).rejects.toThrow(Throttled);
    host.limit(1);
    const both = await Promise.allSettled([host.call({}), host.call({})]);
    expect(both.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
    expect(await host.call({})).toBe(1);
    expect(host.report()['echo']).toMatchObject({ throttles: 2, invocations: 2 });
  });

  it('is given the event and what Lambda would tell it, and its answer comes back', async () => {
    const host = await hosting(`
      export const handler = async (event, context) => ({
        event,
        name: context.functionName,
        arn: context.invokedFunctionArn,
        memory: context.memoryLimitInMB,
        left: context.getRemainingTimeInMillis(),
        id: context.awsRequestId,
      });`);

    const answer = await host.call({ hello: 'Здравствуйте' });

    expect(answer).toMatchObject({
      event: { hello: 'Здравствуйте' },
      name: 'stack-Echo',
      arn: ARN,
      memory: '256',
    });
    const { left, id } = answer as { left: number; id: string };
    expect(left).toBeGreaterThan(5_000);
    expect(left).toBeLessThanOrEqual(10_000);
    expect(id).toMatch(/^[0-9a-f-]{36}$/);
  });

  it("sees the template's variables and Lambda's own, and nothing else of this machine", async () => {
    process.env['SECRET_OF_THE_HOST'] = 'x';
    onTestFinished(() => void delete process.env['SECRET_OF_THE_HOST']);
    const host = await hosting(`export const handler = async () => process.env;`);

    const environment = (await host.call(null)) as Record<string, string>;

    expect(environment).toMatchObject({
      TABLE_NAME: 'table',
      AWS_LAMBDA_FUNCTION_NAME: 'stack-Echo',
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '256',
      AWS_ENDPOINT_URL_DYNAMODB: 'http://127.0.0.1:4000',
      AWS_ENDPOINT_URL_SQS: 'http://127.0.0.1:4000',
      AWS_ENDPOINT_URL_SCHEDULER: 'http://127.0.0.1:4000',
      AWS_ENDPOINT_URL_SSM: 'http://127.0.0.1:4000',
    });
    const others = Object.keys(environment).filter(
      (name) => !/^(AWS_|LAMBDA_|_HANDLER$|TABLE_NAME$)/.test(name),
    );
    expect(others.filter((name) => !['PATH', 'TMPDIR', 'TZ', 'LANG'].includes(name))).toEqual([]);
  });

  it('knows the two times before its module is loaded and at every invocation', async () => {
    const host = await hosting(`
      const read = () => globalThis[Symbol.for('firstline.host')];
      const atLoad = read();
      export const handler = async () => [atLoad, read()];`);

    expect(await host.call(null)).toEqual([facts, facts]);
  });

  it('keeps its process between invocations, one at a time', async () => {
    const host = await hosting(`
      let open = 0;
      export const handler = async (event) => {
        open += 1;
        const seen = open;
        await new Promise((resolve) => setTimeout(resolve, 20));
        open -= 1;
        return { seen, pid: process.pid };
      };`);

    const answers = (await Promise.all([1, 2, 3, 4, 5, 6].map((event) => host.call(event)))) as {
      seen: number;
    }[];

    expect(answers.map(({ seen }) => seen)).toEqual([1, 1, 1, 1, 1, 1]);
    const { starts, invocations, peakRssMb } = host.report()['echo']!;
    expect(starts).toBeLessThanOrEqual(4);
    expect(invocations).toBe(6);
    expect(peakRssMb).toBeGreaterThan(10);
  });

  it('never runs in more processes than its reserved concurrency', async () => {
    const source = `export const handler = () => new Promise((resolve) => setTimeout(resolve, 50, process.pid));`;
    const host = await hosting(source, { reservedConcurrency: 1 });

    const pids = await Promise.all([host.call(1), host.call(2), host.call(3)]);

    expect(new Set(pids).size).toBe(1);
  });

  it('that throws fails the invocation, not the process', async () => {
    const host = await hosting(`
      export const handler = async (event) => {
        if (event === 'bad') throw new TypeError('no such thing');
        return process.pid;
      };`);
    const pid = await host.call('good');

    await expect(host.call('bad')).rejects.toMatchObject({
      error: { errorType: 'TypeError', errorMessage: 'no such thing' },
    });

    expect(await host.call('good')).toBe(pid);
    expect(host.lines).toContain('echo | failed: TypeError: no such thing');
  });

  it('that takes too long is killed, and the next invocation finds a new process', async () => {
    const host = await hosting(BLOCKED, { timeoutS: 0.5 });

    await expect(host.call('block')).rejects.toMatchObject({
      error: { errorType: 'Sandbox.Timedout', errorMessage: 'Task timed out after 0.50 seconds' },
    });

    expect(host.lines).toContain('echo | about to block');
    expect(await host.call('again')).toMatchObject({ began: true });
    expect(host.report()['echo']).toMatchObject({ starts: 2, failures: 1 });
  });

  it('whose process is killed in the middle fails the invocation, and the next one finds a new process', async () => {
    const host = await hosting(BLOCKED);
    const blocked = host.call('block');
    const killed = expect(blocked).rejects.toMatchObject({ error: { errorType: 'Runtime.ExitError' } });
    // A second invocation answers `began` only when the first has.
    await expect.poll(() => host.call('ask')).toMatchObject({ began: true });
    const other = (await host.call('ask')) as { pid: number };

    const [pid] = host.pids().filter((candidate) => candidate !== other.pid);
    process.kill(pid!, 'SIGKILL');

    await killed;
    expect(await host.call('after')).toMatchObject({ began: true });
  });

  it('whose idle process was killed does not feel it', async () => {
    const host = await hosting(`export const handler = async () => process.pid;`);
    const first = (await host.call(null)) as number;

    process.kill(first, 'SIGKILL');
    const second = await host.call(null);

    expect(second).not.toBe(first);
    expect(host.report()['echo']).toMatchObject({ failures: 0 });
  });

  it('whose process is killed while it loads is loaded again', async () => {
    const host = await hosting(`
      import { existsSync, writeFileSync } from 'node:fs';
      const marker = new URL('once', import.meta.url);
      if (!existsSync(marker)) {
        writeFileSync(marker, '');
        process.kill(process.pid, 'SIGKILL');
      }
      export const handler = async () => 'here';`);

    expect(await host.call(null)).toBe('here');
    expect(host.report()['echo']).toMatchObject({ starts: 2, failures: 0 });
  });

  it('may be started before it is needed', async () => {
    const host = await hosting(`export const handler = async () => process.pid;`);

    await host.warm([ARN]);
    const [warm] = host.pids();

    expect(await host.call(null)).toBe(warm);
  });

  it.each([
    ['throws when loaded', `throw new Error('no model');`, /no model/],
    ['exports no handler', `export const other = 1;`, /does not export/],
    ['ends its process', `process.exit(3);`, /ended while it loaded/],
  ])('that %s fails every invocation, and says why', async (_what, source, message) => {
    const host = await hosting(source);

    await expect(host.call(1)).rejects.toThrow(message);
    await expect(host.call(2)).rejects.toThrow(message);
  });

  it('answers null where it returns nothing', async () => {
    const host = await hosting(`export const handler = async () => undefined;`);

    expect(await host.call(1)).toBeNull();
  });

  it('leaves no process behind when the host closes', async () => {
    const host = await hosting(BLOCKED);
    const open = host.call('block').catch(() => 'cut');
    await expect.poll(() => host.pids().length).toBe(1);
    const [pid] = host.pids();

    await host.close();

    expect(() => process.kill(pid!, 0)).toThrow(/ESRCH/);
    expect(await open).toBe('cut');
    await expect(host.call(1)).rejects.toThrow(/shutting down/);
  });

  it('that is not there is an error', async () => {
    const host = await hosting(`export const handler = async () => 1;`);

    await expect(host.invoke('arn:other', null)).rejects.toThrow(/there is no function arn:other/);
  });
});
