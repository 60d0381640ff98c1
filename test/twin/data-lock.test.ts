import { spawn } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { lockDataDir } from '../../local/data-lock.ts';
import { temporaryDir } from './assembly.ts';

/** The id of a process that has been and is no more. */
async function deadPid(): Promise<number> {
  const child = spawn(process.execPath, ['-e', '']);
  await new Promise((resolve) => child.once('close', resolve));
  return child.pid!;
}

function livingPid(): number {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
  onTestFinished(() => void child.kill());
  return child.pid!;
}

describe('a data folder', () => {
  it('is made, and belongs to one twin until it is given back', async () => {
    const dir = join(await temporaryDir(), 'new');

    const giveBack = await lockDataDir(dir);

    expect(await readFile(join(dir, 'twin.lock'), 'utf8')).toBe(String(process.pid));
    await giveBack();
    await expect(readFile(join(dir, 'twin.lock'))).rejects.toThrow(/ENOENT/);
  });

  it('that another twin uses is refused in one sentence', async () => {
    const dir = await temporaryDir();
    const pid = livingPid();
    await writeFile(join(dir, 'twin.lock'), String(pid));

    await expect(lockDataDir(dir)).rejects.toThrow(
      `Another twin (process ${pid}) uses ${dir}: stop it, or choose another folder with --data.`,
    );
  });

  it.each([
    ['a twin that was killed', async () => String(await deadPid())],
    ['a twin killed while it wrote it', async () => ''],
    ['nobody', async () => 'x'],
  ])('is taken over with the lock of %s', async (_whose, content) => {
    const dir = await temporaryDir();
    await writeFile(join(dir, 'twin.lock'), await content());

    await lockDataDir(dir);

    expect(await readFile(join(dir, 'twin.lock'), 'utf8')).toBe(String(process.pid));
  });
});
