import type { HeldText } from '../domain/endpoint.ts';
import { type DrainJob, drainedAtOnce } from '../domain/job.ts';
import { LIMITS } from '../domain/limits.ts';
import type { Handled, JobPorts } from './work-on-job.ts';

/** The held texts of the next step, as many as the endpoint may take by now; oldest first. */
export async function planDrain(ports: JobPorts, job: DrainJob): Promise<DrainJob> {
  const endpoint = await ports.endpoints.endpoint(job.endpoint_id);
  const most = endpoint ? drainedAtOnce(endpoint.state) : 0;
  if (most === 0) return { ...job, state: 'stopped' };
  const batch = await ports.endpoints.held(job.endpoint_id, { limit: most, after: job.cursor });
  const scanned = job.counts.scanned + batch.length;
  const cursor = batch.at(-1)?.text_id;
  if (cursor) return { ...job, batch, cursor, counts: { ...job.counts, scanned } };
  return job.last_look ? { ...job, state: 'done' } : lookOnceMore(job);
}

/** From the start: what was put aside meanwhile may be older than what went out. */
function lookOnceMore(job: DrainJob): DrainJob {
  return { ...job, cursor: undefined, last_look: true, next_at: job.next_at + LIMITS.drainLastLook };
}

/**
 * Ends one text's waiting. It leaves the held ones first: should its endpoint be disabled again, whoever holds it anew
 * must not have that taken back. Until the step is kept, its plan remembers the text.
 */
export async function letGo(ports: JobPorts, job: DrainJob, text: HeldText): Promise<Handled> {
  const { conversation_id, text_id } = text;
  await ports.endpoints.release(job.endpoint_id, text_id);
  await ports.outbox.undefer(conversation_id, text_id, job.endpoint_id);
  await ports.outbound.send({ conversation_id }, 0, job.endpoint_id);
  return (await isLetGo(ports, job, text)) ? 'replayed' : 'skipped';
}

/** Does it wait to be sent, or was it tried since the job began? If neither, it had ended while it was held. */
async function isLetGo({ conversations, outbox }: JobPorts, job: DrainJob, text: HeldText): Promise<boolean> {
  const { conversation_id, text_id } = text;
  if ((await conversations.head(conversation_id))?.outbox[text_id]) return true;
  const last = (await outbox.attempts(conversation_id, text_id)).at(-1);
  return last !== undefined && last.started_at >= job.started_at;
}
