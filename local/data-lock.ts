import { mkdir, open, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';

const FILE = 'twin.lock';

/**
 * Makes this twin the only one that uses the folder, which is created if need be. A lock whose twin is gone is taken over.
 * @returns what gives the folder back.
 * @throws Error in one sentence, if another twin uses it.
 */
export async function lockDataDir(dir: string): Promise<() => Promise<void>> {
  await mkdir(dir, { recursive: true });
  const file = join(dir, FILE);
  for (let tries = 0; tries < 3; tries += 1) {
    if (await take(file)) return () => rm(file, { force: true });
    const pid = Number((await readFile(file, 'utf8').catch(() => '')).trim());
    if (pid !== process.pid && isAlive(pid)) {
      throw new Error(
        `Another twin (process ${pid}) uses ${dir}: stop it, or choose another folder with --data.`,
      );
    }
    await rm(file, { force: true });
  }
  throw new Error(`${file} cannot be taken: other twins are starting on the same folder.`);
}

/** Whether a process of this id is running, under whatever user. */
export function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

async function take(file: string): Promise<boolean> {
  try {
    const handle = await open(file, 'wx');
    await handle.writeFile(String(process.pid));
    await handle.close();
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}
