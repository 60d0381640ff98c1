import { type EscalationVerdict, handedOverSecond } from './escalation.ts';
import { type Said, say } from './handbook.ts';
import type { Command } from './message.ts';
import { parametersFrom } from './parameters.ts';
import type { HandOverRule } from './policy.ts';
import { isSocial, type Scenario } from './scenario.ts';
import type { TemplateKey } from './texts.ts';
import type { Plan, TurnInput } from './turn.ts';
import type { AbsenceReason } from './understanding/absence-reason.ts';

export interface Composed {
  text: string;
  /** What was said of the matter itself. */
  said: Said;
  /** The generic text stands in its place. */
  fallback: boolean;
  /** It says as it is shipped that an operator will answer. */
  promises: boolean;
  /** It asks what the client wants, so that quick replies go with it. */
  offers: boolean;
  /** Texts that could not be said as they were published, the matter's own among them. */
  broken: { key: TemplateKey; version: number; reason: string }[];
}

type ComposeInput = TurnInput & { verdict: EscalationVerdict; plan: Exclude<Plan, 'left'> };

/** Texts of their own for scenarios that one of their rules hands over. */
const HANDED_OVER: Partial<Record<`${Scenario} ${HandOverRule}`, TemplateKey>> = {
  'REFERRAL friend_phone': 'REFERRAL_FRIEND',
  'TECH_SUPPORT_BASIC media': 'TECH_SUPPORT_BASIC_MEDIA',
  'ABSENCE_REQUEST media': 'ABSENCE_REQUEST_MEDIA',
  'LESSON_CANCELLATION objection': 'LESSON_CANCELLATION_OBJECTION',
  'LESSON_LINK no_lesson_link': 'LESSON_LINK_MISSING',
  'REVIEW_BONUS media': 'REVIEW_BONUS_MEDIA',
  'REMINDER promised': 'REMINDER_PROMISED',
};

/** Scenarios whose own text says that an operator will answer. */
const PROMISING: readonly Scenario[] = [
  'SCHEDULE_CHANGE',
  'CROSS_EXTENSION',
  'COMPLAINT',
  'MISSING_TRAINER',
  'UNKNOWN',
];

const OFFERS: readonly TemplateKey[] = ['OFFER_HELP', 'FIRST_QUESTION', 'CLARIFYING_QUESTION', 'CHAT_HELP'];

/** Texts of their own for what is asked for without words. */
const COMMANDED: Partial<Record<Command['kind'], TemplateKey>> = { help: 'CHAT_HELP', group: 'CHAT_GROUP' };

/** Reasons of an absence that a doctor’s note speaks of. */
const HEALTH: readonly (AbsenceReason | undefined)[] = [undefined, 'illness', 'doctor'];

/** Puts the words of one reply together: the greeting, the matter, and that an operator will look too. */
export function compose(input: ComposeInput): Composed {
  const { head, handbook, understood, verdict, plan } = input;
  const { language, entities } = understood;
  const parameters = parametersFrom({
    profile: input.profile,
    entities,
    desk: handbook.policy.desk,
    language,
  });
  const speak = (key: TemplateKey): Said => ownWords(input, key) ?? say(handbook, key, language, parameters);
  const { key, promises } = matterOf(input);
  const said = speak(key);
  const greets = key === 'GREETING' && !said.generic;
  const silent = head.greeted || greets || understood.command?.kind === 'group';
  const opening = silent ? [] : [speak('GREETING')];
  const question = greets ? [speak(questionAfterGreeting(input))] : [];
  const alsoLooks = verdict.handOff && plan === 'answered' && !promises && !said.generic;
  const second = secondMatter(input, promises)
    .map(speak)
    .filter((it) => !it.generic);
  const also = alsoLooks ? [speak(understood.human ? 'ASKED_FOR_HUMAN' : 'ALSO_HANDED_OVER')] : [];
  const matter = texts([said, ...question]).join(' ');
  return {
    text: [...texts(opening), matter, ...texts(second), ...texts(also)].join('\n\n'),
    said,
    fallback: said.generic === true,
    promises: promises && said.version === 0,
    offers: [key, ...question.map((it) => it.key)].some((it) => OFFERS.includes(it)) && !verdict.handOff,
    broken: [...opening, said, ...question, ...second, ...also].flatMap(({ key: text, broken }) =>
      broken === undefined
        ? []
        : [{ key: text, version: handbook.published[text]?.version ?? 0, reason: broken }],
    ),
  };
}

/** What an incident says of itself in place of the template. */
function ownWords({ incident, understood: { language } }: ComposeInput, key: TemplateKey): Said | undefined {
  const text = key === 'MASS_OUTAGE' ? incident?.texts[language] : undefined;
  return text === undefined ? undefined : { text, key, language, version: 0, missing: [] };
}

const texts = (said: readonly Said[]): string[] => said.map(({ text }) => text);

/** The text of what the client asks besides; none where an operator has to answer anyway. */
function secondMatter(
  { understood, verdict, plan, handbook }: ComposeInput,
  promises: boolean,
): TemplateKey[] {
  const { classification, command } = understood;
  const { also, scenario, band } = classification;
  if (!also || also.scenario === scenario || promises || command) return [];
  if (plan !== 'answered' || band !== 'answer') return [];
  if (verdict.rule !== undefined || handedOverSecond(classification, handbook.policy)) return [];
  return [also.scenario];
}

/** A client who already said when it wants to come is not asked for it (design §4.1). */
function questionAfterGreeting({ head, understood: { times, entities } }: ComposeInput): TemplateKey {
  const known = times || entities.time !== undefined || entities.date !== undefined;
  return head.greeted || known ? 'OFFER_HELP' : 'FIRST_QUESTION';
}

/** Which text says the matter, and whether it says itself that an operator will answer. */
function matterOf({ understood, verdict, plan, handbook, incident }: ComposeInput): {
  key: TemplateKey;
  promises: boolean;
} {
  const { scenario } = understood.classification;
  const commanded = understood.command && COMMANDED[understood.command.kind];
  if (commanded) return { key: commanded, promises: false };
  if (plan === 'asked') return { key: 'CLARIFYING_QUESTION', promises: false };
  if (!handbook.policy.scenarios[scenario].enabled) return { key: 'UNKNOWN', promises: true };
  const own = verdict.rule && HANDED_OVER[`${verdict.scenario} ${verdict.rule}`];
  if (own) return { key: own, promises: true };
  const helps = plan === 'answered' && scenario !== 'UNKNOWN' && !isSocial(scenario);
  if (verdict.handOff?.reason === 'client_asked_for_human' && !helps)
    return { key: 'ASKED_FOR_HUMAN', promises: true };
  const promises = PROMISING.includes(scenario);
  if (verdict.rule === 'always' && promises && scenario !== 'UNKNOWN') return { key: scenario, promises };
  if (plan === 'acknowledged') return { key: 'ACKNOWLEDGEMENT', promises: true };
  if (scenario === 'MASS_OUTAGE' && incident?.told) return { key: 'MASS_OUTAGE_GOES_ON', promises: false };
  const excused = scenario === 'ABSENCE_REQUEST' && !HEALTH.includes(understood.entities.reason);
  return { key: excused ? 'ABSENCE_REQUEST_OTHER' : scenario, promises };
}
