import { type DeadDelivery, partsSent } from '../domain/delivery-record.ts';
import type { RedriveJob } from '../domain/job.ts';
import { LIMITS } from '../domain/limits.ts';
import { refusalOf, replayEntry } from './replay-text.ts';
import { walkDead } from './walk-dead.ts';
import type { Handled, JobPorts } from './work-on-job.ts';

/** The deaths of the next step, oldest first; with none left the job is done. */
export async function planRedrive(ports: Pick<JobPorts, 'dead'>, job: RedriveJob): Promise<RedriveJob> {
  const { found, scanned, next } = await walkDead(ports.dead, {
    order: 'oldest',
    filter: job.filter,
    until: job.until,
    beyond: job.cursor,
    wanted: LIMITS.jobBatch,
    deaths: LIMITS.deathsPerPage,
    days: LIMITS.deathDaysPerPage,
  });
  const counts = { ...job.counts, scanned: job.counts.scanned + scanned };
  if (found.length === 0 && !next) return { ...job, counts, state: 'done' };
  return { ...job, counts, batch: found, cursor: next ?? { died_at: job.until, text_id: LAST } };
}

type DeathPorts = Pick<JobPorts, 'conversations' | 'outbox' | 'outbound' | 'clock'>;

/** Sorts behind every text that died in the same millisecond. */
const LAST = '~';

/**
 * Puts one dead text back on its way; one that this job had put there before it crashed counts as well. What may have
 * arrived stays where it is: it is sent again for nobody.
 */
export async function replayDeath(ports: DeathPorts, dead: DeadDelivery): Promise<Handled> {
  if (dead.unknown) return 'skipped';
  const { conversation_id, endpoint_id = conversation_id } = dead;
  if (!(await revive(ports, dead)) && !(await isReplayed(ports, dead))) return 'skipped';
  await ports.outbound.send({ conversation_id }, 0, endpoint_id);
  return 'replayed';
}

async function revive(ports: DeathPorts, dead: DeadDelivery): Promise<boolean> {
  const { conversation_id, text_id } = dead;
  const head = await ports.conversations.head(conversation_id);
  const text = await ports.conversations.text(conversation_id, text_id);
  if (!head || !text) return false;
  const attempts = await ports.outbox.attempts(conversation_id, text_id);
  const so_far = { attempts: attempts.at(-1)?.number ?? dead.attempts, parts_sent: partsSent(attempts) };
  const entry = replayEntry(head, text, so_far, ports.clock.business());
  return !refusalOf(head, entry) && (await ports.outbox.revive(dead, entry)) === 'written';
}

/** Is it on its way again, or was it tried since it died? */
async function isReplayed({ conversations, outbox }: DeathPorts, dead: DeadDelivery): Promise<boolean> {
  const { conversation_id, text_id, attempts } = dead;
  if ((await conversations.head(conversation_id))?.outbox[text_id]) return true;
  const last = (await outbox.attempts(conversation_id, text_id)).at(-1);
  return last !== undefined && last.number > attempts;
}
