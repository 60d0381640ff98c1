import { conversationOf } from '../../shared/domain/ids.ts';
import type { Incident, IncidentStage } from '../../shared/domain/incident.ts';
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
  /** What a text says, by its id. */
  words(text: string): Promise<string>;
  /** What says of an incident that it is there, and that it is over. */
  phrases: Record<IncidentStage, readonly string[]>;
}

/** Everybody who was active heard once that it is down and once that it works again; whoever reported it is linked to it; it is one incident. */
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
  const untold = [...active].flatMap((conversation) => {
    const times = (stage: IncidentStage) => heard[stage].get(conversation) ?? 0;
    const wrong = wrongOf(times('notice'), times('restore'), end.withdrawn || spared.has(conversation));
    const what = `it was told ${times('notice')} times that it is down, ${times('restore')} times that it is over`;
    return wrong ? [finding(wrong, conversation, what)] : [];
  });
  const findings = untold.filter(({ wrong }) => wrong !== 'lost');
  const lost = untold.filter(({ wrong }) => wrong === 'lost');
  // Whom a broadcast says that it failed to tell is not lost: somebody can see it.
  if (lost.length > end.failed) findings.push(...lost);
  for (const conversation of reporters)
    if (end.sensed(conversation) && !end.linked.has(conversation))
      findings.push(finding('lost', conversation, 'it reported the incident, and is not linked'));
  const states = end.incidents.map(({ state }) => state).join(', ');
  if (states !== 'resolved')
    findings.push(finding('doubled', '', `one incident came and ended, and there are: ${states}`));
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
 * tell of it, so that only the end is told.
 */
function wrongOf(notices: number, restores: number, spared: boolean): Wrong | undefined {
  if (notices > 1 || restores > 1) return 'doubled';
  if (notices > restores) return 'lost';
  return notices === 1 || spared ? undefined : 'lost';
}

const STAGES: readonly IncidentStage[] = ['notice', 'restore'];

type Heard = Record<IncidentStage, Map<string, number>>;

/** How many texts of each stage have reached each conversation, or may have. */
async function heardIn(facts: readonly Fact[], { words, phrases }: IncidentEnd): Promise<Heard> {
  const heard: Heard = { notice: new Map(), restore: new Map() };
  for (const text of arrivedIn(facts)) {
    const said = await words(text);
    const stage = STAGES.find((one) => phrases[one].some((phrase) => said.includes(phrase)));
    const conversation = conversationOf(text);
    if (stage) heard[stage].set(conversation, (heard[stage].get(conversation) ?? 0) + 1);
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
