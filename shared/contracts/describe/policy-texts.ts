import { LIMITS } from '../../domain/limits.ts';
import type { HandOverRule, Sequel } from '../../domain/policy.ts';
import { SCENARIOS } from '../../domain/scenario.ts';
import type { JsonSchema } from './json.ts';
import { list } from './response-texts.ts';

const RULES: Record<HandOverRule, string> = {
  always: 'whenever it comes',
  media: 'a screenshot, certificate or receipt came',
  second_request: 'the same again within `escalation.repeat_within_s`',
  friend_phone: 'the text names a phone number',
  objection: 'what the bot told the client to do does not work',
  no_lesson_link: 'no link is known shortly before the lesson',
  promised: 'somebody owes an answer',
};

const SEQUELS: Record<Sequel, string> = {
  awaits_client: 'reminders, a farewell, and the close',
  resolved: 'a farewell and the close',
  closes: 'the close',
  none: 'nothing',
};

const each = (text: string): Record<string, string> =>
  Object.fromEntries(
    ['critical', 'high', 'medium', 'low'].map((name) => [name, `${text} of priority \`${name}\`.`]),
  );
const within = (path: string, texts: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(texts).map(([name, text]) => [`${path}.${name}`, text]));
const spoken = (text: string): Record<string, string> => ({
  ru: `${text}, in Russian.`,
  en: `${text}, in English.`,
});
const WINDOW = { count: 'So many.', within_s: 'Within so many seconds.' };

/** What `docs/policy.md` tells at length. */
export const POLICY_TEXTS: Record<
  'PolicyBody' | 'ScenarioPolicyBody',
  Record<string, string | JsonSchema>
> = {
  PolicyBody: {
    '': 'How the desk behaves. Durations are seconds of business time.',
    thresholds: 'Confidence, 0 to 1; null: the model’s own.',
    'thresholds.answer': 'From it on a message is answered.',
    'thresholds.refuse': 'Under it a message is not understood.',
    doubt: 'Between the two: answer and hand over, or ask one clarifying question first.',
    scenarios: 'What is done with each scenario.',
    ...within(
      'scenarios',
      Object.fromEntries(SCENARIOS.map((scenario) => [scenario, `How \`${scenario}\` is treated.`])),
    ),
    escalation: 'When conversations go to operators, and how urgently.',
    'escalation.requests': 'Messages that the bot did not settle, after which a person is needed.',
    ...within('escalation.requests', WINDOW),
    'escalation.failures': 'How often a message is not understood well, after which a person is needed.',
    ...within('escalation.failures', WINDOW),
    'escalation.repeat_within_s': 'The same scenario again within it is a repetition.',
    'escalation.lesson_link_within_s': 'So long before a lesson its link must be known.',
    'escalation.acknowledge_every_s':
      'While nobody has taken it, the bot says at most so often that it got a message.',
    'escalation.deadline_s': 'How long an operator may take to answer.',
    ...within('escalation.deadline_s', each('Items')),
    'escalation.position': 'Place in the operators’ queue; lower comes first.',
    ...within('escalation.position', each('Items')),
    'escalation.asked_for_human': 'Priority if the client asked for a person.',
    follow_ups: 'What happens if the client stays silent.',
    'follow_ups.reminders_s': `When reminders are due after the last reply; at most ${LIMITS.reminders}, rising.`,
    'follow_ups.farewell_s':
      'When the farewell is due, after the last reminder or after a reply that settles the matter.',
    'follow_ups.close_s': 'When the conversation is closed, counted from there too.',
    'follow_ups.expire_s':
      'A reminder or farewell that is not sent so long after its time is not sent any more.',
    'follow_ups.return_s': 'An operator who is silent for so long loses the conversation to the queue.',
    outages: 'How outages are sensed, and what follows.',
    'outages.sense': 'Whether what clients report is counted, and an outage noticed by it.',
    'outages.reporters': 'So many different clients within ten minutes are an outage at the earliest.',
    'outages.sensitivity':
      'How far above the usual it must be: `low` is wrong less often, and later; `high` is earlier, and wrong more often.',
    'outages.confirm':
      'Whether clients are told at once of what is suspected, or when an operator confirms it.',
    quiet_hours: 'No reminder is sent then; the same time twice: there are none.',
    'quiet_hours.from': 'They begin, on the desk’s clock.',
    'quiet_hours.to': 'They end.',
    desk: 'What the desk says of itself.',
    'desk.zone': 'Its time zone, an IANA name.',
    'desk.language': 'Spoken where a client’s own language is not known.',
    'desk.name': 'What it is called in texts: `{desk_name}`.',
    ...within('desk.name', spoken('Its name')),
    'desk.review_sites': 'Where reviews are asked for: `{review_sites}`.',
    ...within('desk.review_sites', spoken('The sites')),
  },
  ScenarioPolicyBody: {
    '': 'How a scenario is treated.',
    enabled: 'Switched off, it is passed to a specialist.',
    hands_over: `What hands it over to an operator; any of them does. ${list(RULES)}.`,
    priority: 'How urgent it is.',
    priority_handed_over: 'How urgent it is once it is handed over.',
    priority_repeated: 'How urgent it is once that is repeated.',
    typing_s: 'Seconds of typing, from and to.',
    then: `What follows a delivered reply. ${list(SEQUELS)}.`,
  },
};
