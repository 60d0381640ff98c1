import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it, onTestFinished } from 'vitest';
import { processorTimes, usedBetween } from '../../bench/processor-time.ts';

describe.runIf(process.platform === 'linux')('processor time', () => {
  it('is told of a twin and of its functions by name', async () => {
    const parts = `
      const { spawn } = require('node:child_process');
      const busy = 'const until = Date.now() + 200; while (Date.now() < until); console.log(1); setInterval(() => 0, 1e3)';
      const child = spawn(process.execPath, ['-e', busy, '/local/function-runtime.ts', 'classify'], { stdio: ['ignore', 'inherit', 'ignore'] });
      process.on('SIGTERM', () => { child.kill(); process.exit(0); });
    `;
    const twin = spawn(process.execPath, ['-e', parts], { stdio: ['ignore', 'pipe', 'inherit'] });
    onTestFinished(() => void twin.kill());
    await once(twin.stdout, 'data');

    const times = await processorTimes(twin.pid ?? 0);

    expect(Object.keys(times).toSorted()).toEqual(['classify', 'twin']);
    expect(times['classify']).toBeGreaterThan(0);
  });

  it('between two looks is a difference, for parts that came in between too', () => {
    expect(usedBetween({ twin: 100, gone: 5 }, { twin: 250, deliver: 40 })).toEqual({
      twin: 150,
      deliver: 40,
    });
  });
});
