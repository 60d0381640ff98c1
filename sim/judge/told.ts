import { conversationOf } from '../../shared/domain/ids.ts';
import { type Incident, type IncidentStage, SENSING } from '../../shared/domain/incident.ts';
import type { Fact } from './facts.ts';
import type { Finding, Wrong } from './story.ts';

/** What is left of an incident, for the judge of it. */
export interface IncidentEnd {
  at: number;
  incidents: readonly Incident[];
  /** Conversations whose trouble was counted, every time that they told of it. */
  sensed(conversation: string): boolean;
  /** Conversations that are linked to the incident. */
  linked: ReadonlySet<string>;
  /** A notice was still under way when the end came. */
  withdrawn: boolean;
  /** Notices of whatever stage that were given up after several tries, and are counted so. */
  failed: number;
  /** Two incidents came, and one became part of the other. */
  merges: boolean;
  /** What a text says, by its id, and when that was decided. */
  said(text: string): Promise<{ text: string; decided_at: number }>;
  /** What says of an incident that it is there, and that it is over. */
  phrases: Record<Word, readonly string[]>;
}

/** `announced`: the notice of the incident that an admin knew of. */
type Word = IncidentStage | 'announced';
const WORDS: readonly Word[] = ['announced', 'notice', 'restore'];

/**
 * Everybody who was active heard once that it is down and once that it works again, of two incidents that were merged at least of
 * one; whoever reported it is linked to it; it is one incident in the end.
 */
export async function judgeTold(
  facts: readonly Fact[],
  { active, reporters }: { active: ReadonlySet<string>; reporters: ReadonlySet<string> },
  end: IncidentEnd,
): Promise<Finding[]> {
  const finding = (wrong: Wrong, conversation: string, what: string): Finding => ({
    wrong,
    conversation,
    what,
    at: end.at,
  });
  const heard = await heardIn(facts, end);
  const spared = new Set(facts.flatMap(sparedBy));
  const mergedAt = Math.max(...end.incidents.map((it) => (it.merged_into ? (it.ended_at ?? 0) : 0)));
  const untold = [...active].flatMap((conversation) => {
    const times = (word: Word) => heard[word].get(conversation) ?? [];
    const notices = [times('announced'), times('notice')];
    const restores = times('restore').length;
    const wrong = wrongOf(notices, restores, {
      spared: end.withdrawn || spared.has(conversation),
      mergedAt,
      announced: end.incidents.filter(({ opened_by }) => opened_by !== SENSING).length,
    });
    const counts = notices.map(({ length }) => length).join(' and ');
    const what = `it was told ${counts} times that it is down, ${restores} times that it is over`;
    return wrong ? [finding(wrong, conversation, what)] : [];
  });
  const findings = untold.filter(({ wrong }) => wrong !== 'lost');
  const lost = untold.filter(({ wrong }) => wrong === 'lost');
  // Whom a broadcast says that it failed to tell is not lost: somebody can see it.
  if (lost.length > end.failed) findings.push(...lost);
  for (const conversation of reporters)
    if (end.sensed(conversation) && !end.linked.has(conversation))
      findings.push(finding('lost', conversation, 'it reported the incident, and is not linked'));
  const states = end.incidents.map(({ state }) => state);
  const left = states.filter((state) => state !== 'merged').join(', ');
  if (left !== 'resolved' || end.merges !== states.includes('merged'))
    findings.push(finding('doubled', '', `one incident was to be left and to end, and there are: ${states}`));
  return findings;
}

/** An operator takes the conversation, or its notice is taken back because the incident is over. */
function sparedBy(fact: Fact): string[] {
  if (fact.kind === 'taken') return [fact.conversation];
  const isOvertaken = fact.kind === 'recorded' && fact.attempt.rule === 'cancelled.broadcast';
  return isOvertaken ? [fact.attempt.conversation_id] : [];
}

/**
 * `spared`: the end came before the notice, so that neither is told; or an operator took the conversation just when the bot was to
 * tell of it, so that only the end is told. Of two incidents each may be told, until they are one.
 */
function wrongOf(
  notices: readonly (readonly number[])[],
  restores: number,
  { spared, mergedAt, announced }: { spared: boolean; mergedAt: number; announced: number },
): Wrong | undefined {
  const [first = [], sensed = []] = notices;
  // An admin who clicks twice opens two.
  if (restores > 1 || sensed.length > 1 || first.length > announced) return 'doubled';
  const all = notices.flat();
  if (all.length > 1 && Math.max(...all) > mergedAt + UNDER_WAY) return 'doubled';
  if (all.length > 0 && restores === 0) return 'lost';
  return all.length > 0 || spared ? undefined : 'lost';
}

/** Whoever had begun to tell before it was merged does so to the end, a process that hangs included. */
const UNDER_WAY = 60_000;

/** When the texts that say each, and have reached a conversation or may have, were decided. */
type Heard = Record<Word, Map<string, number[]>>;

async function heardIn(facts: readonly Fact[], { said, phrases }: IncidentEnd): Promise<Heard> {
  const heard: Heard = { announced: new Map(), notice: new Map(), restore: new Map() };
  for (const id of arrivedIn(facts)) {
    const { text, decided_at } = await said(id);
    const word = WORDS.find((one) => phrases[one].some((phrase) => text.includes(phrase)));
    const conversation = conversationOf(id);
    if (word) heard[word].set(conversation, [...(heard[word].get(conversation) ?? []), decided_at]);
  }
  return heard;
}

function arrivedIn(facts: readonly Fact[]): Set<string> {
  return new Set(
    facts.flatMap((fact) => {
      if (fact.kind !== 'recorded') return [];
      const { text_id, outcome } = fact.attempt;
      return outcome === 'delivered' || outcome === 'unknown' ? [text_id] : [];
    }),
  );
}
