import { describe, expect, it } from 'vitest';
import { begun } from '../../shared/domain/broadcast.ts';
import { tracesIn } from '../../shared/domain/client-record.ts';
import { conversationId, incidentId, messageId } from '../../shared/domain/ids.ts';
import { suspectedBy } from '../../shared/domain/incident-changes.ts';
import type { EraseJob } from '../../shared/domain/job.ts';
import { LIMITS } from '../../shared/domain/limits.ts';
import type { ClientRecords } from '../../shared/ports.ts';
import { acceptMessage } from '../../shared/usecases/accept-message.ts';
import { answerConversation } from '../../shared/usecases/answer-conversation.ts';
import { deliverOutbound } from '../../shared/usecases/deliver-outbound.ts';
import { giveFeedback } from '../../shared/usecases/give-feedback.ts';
import { readErase, startErase } from '../../shared/usecases/start-erase.ts';
import { workOnJob } from '../../shared/usecases/work-on-job.ts';
import { CLIENT, CONVERSATION, DAY, MINUTE, NOW, PARTNER, SECOND } from '../builders.ts';
import { aSuspicion } from '../incidents.ts';
import { anOperatorsDesk, type OperatorsDesk, workThroughCrash } from './deaths.ts';
import { fatal, incoming, SIGNAL, status } from './desk.ts';
import { aPlan } from './telling.ts';

const ASKED = { partner: PARTNER, client_id: CLIENT, by: 'root' };
const portsOf = (desk: OperatorsDesk) => ({
  ...desk.start,
  conversations: desk.conversations,
  records: desk.records,
});
const begin = (desk: OperatorsDesk, over: { key?: string } = {}): Promise<EraseJob> =>
  startErase(portsOf(desk), { ...ASKED, ...over });

/** Says something, and has it answered as far as `until` goes. */
async function said(desk: OperatorsDesk, text: string, key?: string): Promise<string> {
  const { message_id } = await acceptMessage(desk.accept, incoming({ text, idempotency_key: key }));
  desk.clock.advance(10 * SECOND);
  await answerConversation(desk.answer, SIGNAL);
  desk.clock.advance(10 * SECOND);
  await deliverOutbound(desk.deliver, SIGNAL);
  desk.clock.advance(DAY);
  return message_id;
}

/** The client has reported an incident at this time, and was told of it, by an answer and by a broadcast. */
async function tellOf({ tellings }: OperatorsDesk, at: number): Promise<void> {
  const { incidents, links, troubles, broadcasts, audiences } = tellings;
  const suspicion = aSuspicion({ at, since: at, conversations: [CONVERSATION] });
  const board = await incidents.board();
  const { incident, board: next } = suspectedBy(board, suspicion, incidentId(at, new Uint8Array(10)));
  await incidents.change(board.revision, next, incident);
  const report = { incident_id: incident.id, conversation_id: CONVERSATION, at };
  await links.link(report);
  await links.reserve({ ...report, stage: 'notice', by: 'answer' });
  await troubles.record({
    conversation_id: CONVERSATION,
    kinds: ['platform'],
    channel: `partner:${PARTNER}`,
    at,
  });
  const plan = aPlan({ at, incident_id: incident.id });
  await broadcasts.put(begun(plan));
  await audiences.add(plan.id, CONVERSATION, 1);
}

/** What incidents and broadcasts keep of the client. */
async function toldOf({ tellings, records }: OperatorsDesk): Promise<string[]> {
  const { incidents, troubles, broadcasts, audiences } = tellings;
  const [all, sent] = [await incidents.incidents({ limit: 9 }), await broadcasts.list({ limit: 9 })];
  const kept = await records.find(all.flatMap(({ id }) => tracesIn(id, CONVERSATION)));
  const pages = await Promise.all(sent.map(({ id }) => audiences.page(id, { limit: 9 })));
  return [
    ...kept.map(({ kind, value }) => `${kind} ${(value as { at: number }).at - NOW}`),
    ...Array.from({ length: troubles.rows() }, () => 'trouble'),
    ...pages.flatMap(({ items }) => items.map(() => 'audience')),
  ];
}

/** A client who has left something everywhere. */
async function aClient(): Promise<OperatorsDesk> {
  const desk = anOperatorsDesk();
  const first = await said(desk, 'Не открывается урок', 'key-1');
  const turn = desk.sender.sent.at(-1)?.text.id ?? '';
  const ports = { ...desk.answer, feedback: desk.feedback };
  await giveFeedback(ports, { message_id: turn, verdict: 'correct', by: 'root', comment: 'words' });
  desk.sender.next.push(fatal);
  await said(desk, 'Не открывается урок совсем');
  desk.sender.next.push(status(503));
  await said(desk, 'Ничего не открывается');
  await desk.conversations.putProfile(CONVERSATION, { client_name: 'Анна' }, NOW);
  await desk.conversations.markRead(CONVERSATION, 'op', { epoch: 2 });
  await desk.conversations.putStuck({ conversation_id: CONVERSATION, lane: 'inbound', at: NOW });
  await tellOf(desk, NOW);
  const waiting = Object.keys((await desk.head()).outbox);
  expect([waiting.length, desk.conversations.dead.length, desk.feedback.all.size, first]).toEqual([
    1,
    1,
    1,
    expect.any(String),
  ]);
  const [text = ''] = waiting;
  desk.schedules.armed.retry.push(`${text}-1`, 'msg_OTHER-1');
  desk.schedules.armed.followUp.push(`${CONVERSATION}-1`, 'cnv_OTHER-1');
  desk.jobLane.take();
  return desk;
}

function left(desk: OperatorsDesk) {
  const { conversations, feedback, schedules } = desk;
  return {
    rows: conversations.rowsOf(CONVERSATION).map(({ place }) => place),
    dead: conversations.dead,
    stuck: conversations.stuck,
    feedback: [...feedback.all.keys()],
    schedules: schedules.armed,
  };
}

const NOTHING = {
  rows: [],
  dead: [],
  stuck: [],
  feedback: [],
  schedules: { retry: ['msg_OTHER-1'], followUp: ['cnv_OTHER-1'] },
};

describe('the erasing of a client', () => {
  it('takes all there is, and looks once more two minutes later', async () => {
    const desk = await aClient();
    const { id, until } = await begin(desk);
    expect(await desk.conversations.head(CONVERSATION)).toBeUndefined();
    await desk.workOff();
    expect(left(desk)).toEqual(NOTHING);
    const job = await readErase(desk.start, id);
    expect(job).toMatchObject({ state: 'done', look: 2, texts: [], endpoints: [], started_by: 'root' });
    expect(job.ended_at).toBeGreaterThanOrEqual(until + LIMITS.eraseLooksAgain);
    expect(JSON.stringify(job)).not.toContain(CLIENT);
    expect(desk.journal.of('client.erased')).toMatchObject([
      { job_id: id, conversation_id: CONVERSATION, by: 'root', erased: job.erased },
    ]);
    expect(JSON.stringify(desk.journal.lines)).not.toContain(CLIENT);
  });

  it('takes what incidents and broadcasts keep of it, but not what a conversation that has begun since was told', async () => {
    const desk = await aClient();
    expect(await toldOf(desk)).toEqual(['link 0', 'told 0', 'trouble', 'audience']);
    const { until } = await begin(desk);
    await tellOf(desk, until + 1);
    await desk.workOff();
    const later = until + 1 - NOW;
    expect(await toldOf(desk)).toEqual([`link ${later}`, `told ${later}`, 'trouble', 'audience']);
  });

  it('comes to the same, whichever call of it crashes its process, before or after it took effect', async () => {
    for (const when of ['before', 'after'] as const)
      for (let k = 1; ; k++) {
        const desk = await aClient();
        const { id, crashes } = await workThroughCrash(desk, [k, when], (ports) =>
          startErase({ ...ports, records: ports.records as ClientRecords }, ASKED),
        );
        expect([k, when, left(desk)]).toEqual([k, when, NOTHING]);
        expect(await readErase(desk.start, id)).toMatchObject({ state: 'done' });
        if (crashes === 0) break;
        expect(k).toBeLessThan(300);
      }
  });

  it('is found by the signal that was sent ahead, if its start died as soon as it was written', async () => {
    const desk = await aClient();
    let sent = 0;
    const jobLane = {
      send: async (...input: Parameters<typeof desk.jobLane.send>) => {
        sent += 1;
        if (sent > 1) throw new Error('died');
        return desk.jobLane.send(...input);
      },
    };
    await expect(startErase({ ...portsOf(desk), jobLane }, ASKED)).rejects.toThrow('died');
    await desk.workOff();
    expect(left(desk)).toEqual(NOTHING);
  });

  it('answers what the client writes while it goes on, as a new conversation, and keeps it', async () => {
    const desk = await aClient();
    await begin(desk);
    const [first] = desk.jobLane.take();
    await acceptMessage(desk.accept, incoming({ text: 'Я снова здесь' }));
    if (first) await workOnJob(desk.work, first.signal);
    desk.clock.advance(10 * SECOND);
    await answerConversation(desk.answer, SIGNAL);
    await desk.workOff();
    await deliverOutbound(desk.deliver, SIGNAL);
    const head = await desk.head();
    expect(head).toMatchObject({ pending: [], outbox: {}, sequence: 1 });
    const { rows, dead, feedback } = left(desk);
    expect([dead, feedback]).toEqual([[], []]);
    // Its head, its message, its reply, and how that was delivered.
    expect(rows).toHaveLength(4);
    expect(desk.sender.sent.at(-1)?.text.in_reply_to).toBe(head.last.id);
  });

  it('takes what was taken in while it looked, since it took the head that this stood on', async () => {
    const desk = await aClient();
    const { conversations } = desk;
    const now = desk.clock.business();
    // The door's clock is ahead.
    const id = messageId(now + 50, CONVERSATION, new Uint8Array(10).fill(3));
    const slot = { conversation_id: CONVERSATION, partner: PARTNER, client_id: CLIENT, id, at: now + 50 };
    const rest = { digest: 'd', window: { start: now, count: 1 }, channel: {} };
    await conversations.admit(await desk.head(), { ...slot, ...rest });
    const { until } = await begin(desk);
    expect(until).toBe(now + 51);
    await conversations.putMessage({
      id,
      conversation_id: CONVERSATION,
      text: 'x',
      attachments: [],
      received_at: slot.at,
    });
    await desk.workOff();
    expect(left(desk)).toEqual(NOTHING);
  });

  it('leaves alone what came in since under an old name, until it is answered', async () => {
    const desk = await aClient();
    const slow = { id: messageId(NOW - DAY, CONVERSATION, new Uint8Array(10)), at: NOW - DAY };
    await desk.requests.claim(
      { partner: PARTNER, key: 'slow', message_id: slow.id, at: NOW, digest: 'any' },
      NOW,
    );
    await begin(desk);
    const again = incoming({ idempotency_key: 'slow', same_by_key: LIMITS.updateKept });
    expect(await acceptMessage(desk.accept, again)).toMatchObject({ message_id: slow.id });
    await desk.workOff();
    expect((await desk.head()).pending).toEqual([slow.id]);
    await answerConversation(desk.answer, SIGNAL);
    expect(Object.keys((await desk.head()).outbox)).toHaveLength(1);
  });

  it('does not have said twice what is handed in once more under its key', async () => {
    const desk = await aClient();
    const { sent } = desk.sender;
    await begin(desk);
    await desk.workOff();
    const before = sent.length;
    const again = incoming({ text: 'Не открывается урок', idempotency_key: 'key-1' });
    expect(await acceptMessage(desk.accept, again)).toMatchObject({ status: 'accepted', replayed: true });
    desk.clock.advance(10 * SECOND);
    await answerConversation(desk.answer, SIGNAL);
    await deliverOutbound(desk.deliver, SIGNAL);
    expect([sent.length, left(desk).rows]).toEqual([before, []]);
  });

  it('takes at its second look what was being sent when it began', async () => {
    const desk = await aClient();
    desk.clock.advance(DAY);
    desk.sender.meanwhile = async () => {
      await begin(desk);
      for (const { signal } of desk.jobLane.take()) await workOnJob(desk.work, signal);
    };
    await deliverOutbound(desk.deliver, SIGNAL, 'slow');
    expect(left(desk).rows).toHaveLength(1);
    await desk.workOff();
    expect(left(desk).rows).toEqual([]);
    expect(await desk.conversations.head(CONVERSATION)).toBeUndefined();
  });

  it('touches nobody else: neither another client nor the same one of another partner', async () => {
    const desk = await aClient();
    const others = [
      ['other', CLIENT],
      [PARTNER, 'somebody'],
    ] as const;
    for (const [partner, client_id] of others)
      await acceptMessage(desk.accept, incoming({ partner, client_id, idempotency_key: `${partner}-k` }));
    const rows = () => others.map(([partner, id]) => desk.conversations.rowsOf(conversationId(partner, id)));
    const before = structuredClone(rows());
    await begin(desk);
    await desk.workOff();
    expect(rows()).toEqual(before);
  });

  it('is one job when it is asked for twice, and another when it is asked for anew', async () => {
    const desk = await aClient();
    const first = await begin(desk);
    expect((await begin(desk)).id).toBe(first.id);
    desk.clock.advance(MINUTE);
    await acceptMessage(desk.accept, incoming({ text: 'Ещё одно' }));
    desk.clock.advance(SECOND);
    const second = await begin(desk, { key: 'a' });
    expect(second.id).not.toBe(first.id);
    desk.clock.advance(MINUTE);
    expect((await begin(desk, { key: 'a' })).id).toBe(second.id);
    await desk.workOff();
    expect(left(desk)).toEqual(NOTHING);
  });
});
