import { describe, expect, it } from 'vitest';
import type { Head } from '../../shared/domain/conversation.ts';
import { jobId } from '../../shared/domain/ids.ts';
import {
  redriveDead,
  redriveJob,
  redriveLetter,
  resumeConversation,
  showUnreadable,
} from '../../shared/usecases/redrive-dead.ts';
import { startRedrive } from '../../shared/usecases/start-job.ts';
import { aHead, anEntry, anId, CONVERSATION, HOUR, NOW } from '../builders.ts';
import { anOperatorsDesk, giveUp } from './deaths.ts';
import { aDesk, SIGNAL } from './desk.ts';

const TEXT = anId(NOW + 1, 1);
const LANES = ['inbound', 'outbound', 'followUps'] as const;

describe('a dead letter', () => {
  it('of a text that was given up raises the alarm, and does nothing else: the table has it', async () => {
    const desk = aDesk();
    await redriveDead(desk.redrive, { ...SIGNAL, text_id: TEXT });
    expect(desk.journal.lines).toEqual([
      { level: 'error', event: 'delivery.dead', fields: { conversation_id: CONVERSATION, message_id: TEXT } },
    ]);
    expect([...desk.inbound.sent, ...desk.outbound.sent, ...desk.conversations.stuck]).toEqual([]);
  });

  it.each<[string, Partial<Head>, string[]]>([
    ['a message waits for a turn', { pending: [TEXT] }, ['inbound']],
    ['a text waits to be sent', { outbox: { [TEXT]: anEntry() } }, ['outbound']],
    ['its wake-up has come', { armed: NOW }, ['followUps']],
    ['all of that', { pending: [TEXT], outbox: { [TEXT]: anEntry() }, armed: NOW - 1 }, [...LANES]],
    ['nothing shows what it was for', { armed: NOW + 1 }, ['inbound', 'followUps']],
  ])('of a crash is signalled once more on the lanes that have work: %s', async (_, head, lanes) => {
    const desk = aDesk();
    const conversations = { head: async () => aHead({ pending: [], ...head }) };
    await redriveDead({ ...desk.redrive, conversations }, { ...SIGNAL, hops: 9, clock: 'wall' });
    for (const lane of LANES)
      expect(desk[lane].sent).toEqual(
        lanes.includes(lane) ? [{ signal: { ...SIGNAL, redriven: true, lane }, delayS: 0 }] : [],
      );
    expect(desk.conversations.stuck).toEqual([]);
  });

  it.each(LANES)('of a second crash on the %s lane is shown to operators, not tried again', async (lane) => {
    const desk = aDesk();
    await redriveDead(desk.redrive, { ...SIGNAL, redriven: true, lane });
    expect(desk.conversations.stuck).toEqual([{ conversation_id: CONVERSATION, lane, at: NOW }]);
    expect(desk.journal.lines).toMatchObject([{ level: 'error', event: 'signal.stuck' }]);
    expect(LANES.flatMap((one) => desk[one].sent)).toEqual([]);
  });

  it.each<[string, Parameters<typeof redriveLetter>[1], 'jobLane' | 'incidentLane' | 'broadcastLane']>([
    ['a job', { job_id: 'job_1' }, 'jobLane'],
    ['an incident', { incident_id: 'inc_1' }, 'incidentLane'],
    ['a broadcast', { broadcast_id: 'brd_1', step: 3 }, 'broadcastLane'],
  ])('of %s goes back to the lane that it came from', async (_, letter, lane) => {
    const desk = aDesk();
    await redriveLetter(desk.redrive, letter);
    expect(desk.redrive[lane]).toMatchObject({ sent: [{ signal: { ...letter, redriven: true } }] });
    expect(LANES.flatMap((one) => desk[one].sent)).toEqual([]);
  });

  it('that is no signal is shown to operators', async () => {
    const desk = aDesk();
    await showUnreadable(desk.redrive, 'letter-1');
    expect(desk.conversations.stuck).toEqual([{ letter: 'letter-1', at: NOW }]);
    expect(desk.journal.lines).toMatchObject([{ level: 'error', event: 'signal.unreadable' }]);
  });
});

describe('a dead letter of a job', () => {
  const job_id = jobId(NOW, new Uint8Array(10));

  it('is signalled once more', async () => {
    const desk = aDesk();
    await redriveJob(desk.redrive, { job_id });
    expect(desk.jobLane.sent).toEqual([{ signal: { job_id, redriven: true }, delayS: 0 }]);
    expect(desk.conversations.stuck).toEqual([]);
  });

  it('that comes again is shown to operators, not tried again', async () => {
    const desk = aDesk();
    await redriveJob(desk.redrive, { job_id, redriven: true });
    expect(desk.jobLane.sent).toEqual([]);
    expect(desk.conversations.stuck).toEqual([{ letter: job_id, lane: 'jobs', at: NOW }]);
    expect(desk.journal.lines).toEqual([{ level: 'error', event: 'job.stuck', fields: { job_id } }]);
  });
});

describe('a job that is given up', () => {
  it('may have put texts on their way, so these are signalled', async () => {
    const desk = anOperatorsDesk();
    const death = await giveUp(desk.conversations, { n: 1 });
    const job = await startRedrive(desk.start, { filter: {}, by: 'root' });
    desk.clock.advance(HOUR);
    if (job.kind === 'redrive') await desk.jobs.save(job, { ...job, batch: [death] });
    await redriveJob(desk.redrive, { job_id: job.id, redriven: true });
    expect(desk.outbound.sent).toEqual([{ signal: { conversation_id: death.conversation_id }, delayS: 0 }]);
  });
});

describe('on command', () => {
  it('a conversation is looked at again by both lanes', async () => {
    const desk = aDesk();
    await resumeConversation(desk.redrive, CONVERSATION);
    expect([desk.inbound.sent, desk.outbound.sent]).toEqual([
      [{ signal: SIGNAL, delayS: 0 }],
      [{ signal: SIGNAL, delayS: 0 }],
    ]);
  });
});
