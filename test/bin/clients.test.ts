import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { acceptMessage } from '../../shared/usecases/accept-message.ts';
import { workOnJob } from '../../shared/usecases/work-on-job.ts';
import { CLIENT, PARTNER } from '../builders.ts';
import { openOperatorDoor } from '../contracts/operator-door.ts';
import { incoming } from '../usecases/desk.ts';
import { typingAt } from './terminal.ts';

const folder = mkdtempSync(join(tmpdir(), 'firstline-clients-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function aTerminal() {
  const door = await openOperatorDoor();
  await acceptMessage(door.desk.accept, incoming());
  return { door, type: typingAt(door) };
}

describe('a client', () => {
  it('is exported to the terminal, or into one file that nobody else reads', async () => {
    const { type } = await aTerminal();
    const shown = await type('client', 'export', PARTNER, CLIENT);
    expect(JSON.parse(shown.out)).toMatchObject({
      partner: PARTNER,
      client_id: CLIENT,
      items: [{ kind: 'conversation' }, { kind: 'message', data: { text: 'Не открывается урок' } }],
    });
    const file = join(folder, 'client.json');
    expect(await type('client', 'export', PARTNER, CLIENT, '--file', file)).toMatchObject({
      code: 0,
      out: `2 things are in ${file}`,
    });
    expect(JSON.parse(readFileSync(file, 'utf8')).items).toHaveLength(2);
    expect(statSync(file).mode & 0o077).toBe(0);
    expect(await type('client', 'export', PARTNER, CLIENT, '--file', file)).toMatchObject({ code: 2 });
  });

  it('is erased by a job that is asked after, and then nothing is kept', async () => {
    const { door, type } = await aTerminal();
    const begun = await type('client', 'erase', PARTNER, CLIENT);
    const [job = ''] = /job_\w+/.exec(begun.out) ?? [];
    expect(begun.out).toContain(`npm run admin -- client erasure ${job}`);
    await door.desk.workOff((signal) => workOnJob(door.desk.work, signal));
    expect((await type('client', 'erasure', job)).out).toMatch(/^state +done$/m);
    expect(await type('client', 'export', PARTNER, CLIENT)).toMatchObject({
      code: 1,
      err: expect.stringContaining('client.unknown'),
    });
  });

  it('has to be named with its partner', async () => {
    const { type } = await aTerminal();
    expect(await type('client', 'erase', CLIENT)).toMatchObject({
      code: 2,
      err: expect.stringContaining('client erase PARTNER CLIENT'),
    });
  });
});
