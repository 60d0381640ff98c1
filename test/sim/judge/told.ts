import type { Attempt, DeadDelivery } from '../../../shared/domain/delivery-record.ts';
import { ChatCourt } from '../../../sim/judge/chats.ts';
import type { EndState } from '../../../sim/judge/ending.ts';
import type { CommittedText, Fact, Told } from '../../../sim/judge/facts.ts';
import { judge, type Verdict } from '../../../sim/judge/judge.ts';
import { aHead, anAttempt, anId, CLIENT, CONVERSATION, NOW, PARTNER } from '../../builders.ts';

export const MESSAGE = anId(NOW, 1);
export const TEXT = anId(NOW + 1, 2);
export const LATER = anId(NOW + 2, 3);

/** A fact, now or so much later. Places on the timeline follow each other unless told. */
export type Timed = Told & { now?: number; at?: number };
export const later = (wait: number, told: Told): Timed => ({ ...told, now: NOW + wait });

export const aDeath: DeadDelivery = {
  conversation_id: CONVERSATION,
  partner: PARTNER,
  client_id: CLIENT,
  text_id: TEXT,
  died_at: NOW,
  rule: 'http.410',
  attempts: 1,
};

export const accepted: Told = { kind: 'accepted', message: MESSAGE, key: undefined };
export const written: Told = { kind: 'written', message: MESSAGE };
export const wrote = (message = MESSAGE): Told => ({
  kind: 'wrote',
  conversation: CONVERSATION,
  message,
  row: false,
});
/** Thanks: nothing but the close follows. */
const THANKS = { scenario: 'FAREWELL', sure: true, hands_over: false, item: undefined } as const;
export const committed = (id = TEXT, over: Partial<CommittedText> = {}): Told => ({
  kind: 'committed',
  text: {
    id,
    source: 'ai_bot',
    decided_at: NOW,
    answers: [MESSAGE],
    sequence: 1,
    due: NOW,
    tenure: 1,
    reply: THANKS,
    ...over,
  },
});
export const claimed = (text = TEXT, process = 'deliver#1'): Told => ({
  kind: 'claimed',
  text,
  claim: 'claim',
  process,
});
export const sent = (over: object = {}): Told => ({
  kind: 'sent',
  text: TEXT,
  endpoint: 'end_1',
  process: 'deliver#1',
  business: NOW,
  ...over,
});
export const received = (over: object = {}): Told => ({
  kind: 'received',
  text: TEXT,
  url: 'https://crm.example.com/',
  process: 'deliver#1',
  heard: true,
  ...over,
});
export const recorded = (over: Partial<Attempt> = {}, process = 'deliver#1'): Told => ({
  kind: 'recorded',
  attempt: anAttempt({ text_id: TEXT, finished_at: NOW, ...over }),
  process,
});
export const settled = (text = TEXT): Told => ({ kind: 'settled', text });
export const hit = (process = 'deliver#1', conversations = [CONVERSATION]): Told => ({
  kind: 'hit',
  process,
  fault: 'crashes after',
  conversations,
});
export const taken = (over: object = {}): Told => ({
  kind: 'taken',
  conversation: CONVERSATION,
  since: NOW,
  withdrawn: [],
  unanswered: [],
  ...over,
});
export const handedBack = (since: number | undefined = NOW): Told => ({
  kind: 'handed_back',
  conversation: CONVERSATION,
  since,
});
export const closed: Told = { kind: 'closed', conversation: CONVERSATION };

export const headWith = (over: Parameters<typeof aHead>[0]) => ({
  heads: new Map([[CONVERSATION, aHead({ pending: [], ...over })]]),
});

/** What the judge says of these facts, one after the other; in the end the conversation is as its last fact left it. */
export function verdictOn(told: readonly Timed[], over: Partial<EndState> = {}): Verdict {
  const attempts = told.flatMap((fact) => (fact.kind === 'recorded' ? [fact.attempt] : []));
  const texts = new Set(told.flatMap((fact) => (fact.kind === 'committed' ? [fact.text.id] : [])));
  const status = told.at(-1)?.kind === 'closed' ? 'closed' : 'open';
  const end: EndState = {
    at: 99,
    speed: 1,
    skew: 0,
    quiet: true,
    ...headWith({ status }),
    attempts: new Map([...texts].map((id) => [id, attempts.filter(({ text_id }) => text_id === id)])),
    decided: new Map([...texts].map((id) => [id, NOW])),
    dead: [],
    ...over,
  };
  const facts = told.map((fact, at): Fact => ({ now: NOW, ...fact, at }));
  return judge(facts, end);
}

export const wrongs = (told: readonly Timed[], over: Partial<EndState> = {}): string[] =>
  verdictOn(told, over).findings.map(({ wrong }) => wrong);

/** What is found, in words. */
export const found = (told: readonly Timed[], over: Partial<EndState> = {}): string[] =>
  verdictOn(told, over).findings.map(({ wrong, what }) => `${wrong}: ${what.split(': ').at(-1)}`);

/** What is found of chats alone, in words; places on the timeline are those of the facts, or that of the fact before. */
export function findingsOfChats(told: readonly Timed[], skew = 0): string[] {
  const court = new ChatCourt({ skew });
  let at = 0;
  for (const fact of told) {
    at = fact.at ?? at;
    court.hear({ now: NOW, ...fact, at } as Fact);
  }
  return court.findings.map(({ wrong, what }) => `${wrong}: ${what.split(': ').at(-1)}`);
}
