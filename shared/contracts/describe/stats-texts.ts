import { ESCALATION_REASONS, TEXT_SOURCES, TEXT_STATES } from '../partner-responses.ts';
import { list } from './response-texts.ts';

/** Each of these for an hour, and for all together. */
function byHour(figures: Record<string, string>) {
  const below = (name: string) =>
    Object.fromEntries(Object.entries(figures).map(([path, text]) => [`${name}.${path}`, text]));
  return {
    from: 'When the first of these hours begins (UTC).',
    to: 'When the last of them ends.',
    partial: 'Some hours are missing, because counting them took too long: ask the same again.',
    hours: 'Each hour that was counted, oldest first.',
    'hours.hour': 'When it begins (UTC).',
    'hours.counted_at': 'When its count began: what had landed by then is in it.',
    ...below('hours'),
    total: 'All of these hours together.',
    ...below('total'),
  };
}

const meaningOf = (state: keyof typeof TEXT_STATES) => `Texts of which this is so: ${TEXT_STATES[state]}.`;

const verdicts = {
  correct: 'Turns that were understood.',
  incorrect: 'Turns that were taken for something else.',
  needs_escalation: 'Turns at which a person should have been called.',
};
const share = 'The share of `correct` in all three, or null if there are none.';

export const STATS_TEXTS = {
  TimesBody: {
    '': 'How long something took. Seconds, from 100 on to two digits.',
    count: 'How often it happened.',
    median_s: 'Half of them took no longer; null if there are none.',
    p90_s: 'Nine in ten took no longer; null if there are none.',
  },
  MessageStatsBody: {
    '': 'What was said, and how soon it was answered.',
    ...byHour({
      messages: 'Messages of clients.',
      texts: `Texts of the desk, by who said them; what is not there is 0. ${list(TEXT_SOURCES)}.`,
      answered_by_bot_in: 'From the oldest message that a reply of the bot answers to its arrival.',
      answered_by_operators_in:
        "From when the client began to wait to the arrival of an operator's reply; replies for which nobody waited are not in it.",
    }),
  },
  ScenarioStatsBody: {
    '': 'What it was about, how surely that was known, and who had to see to it.',
    ...byHour({ scenarios: 'By scenario; one that did not occur is not there.' }),
  },
  ScenarioFiguresBody: {
    '': 'What was decided about a scenario.',
    scenario: 'What messages were about.',
    turns: 'Decisions, in the hour of the newest message that each is about.',
    messages: 'Messages that these were about; one that was decided anew counts each time.',
    answered_alone:
      'Decisions by which the client was answered while nothing was left to people, and that no operator took back.',
    left: 'Decisions that said nothing, because an operator owed an answer anyway.',
    escalated: 'Decisions that handed the conversation to a person.',
    escalated_by: `The same by reason; what is not there is 0. ${list(ESCALATION_REASONS)}.`,
    mean_confidence: 'How sure the desk was, on average, 0 to 1.',
    bands: 'Decisions by how sure the desk was.',
    'bands.answer': 'Sure enough to answer.',
    'bands.doubt': 'Unsure.',
    'bands.refuse': 'Not understood.',
  },
  DeliveryStatsBody: {
    '': 'What became of texts.',
    ...byHour({ texts: 'By who said them; who said nothing is not there.' }),
  },
  DeliveryFigures: {
    '': 'What became of the texts of one kind. Of the hour in which they were said, however late they end.',
    source: `Who said them. ${list(TEXT_SOURCES)}.`,
    waiting: 'Texts that have not ended yet: they wait, are being sent, or are held for their endpoint.',
    delivered: meaningOf('delivered'),
    stored: meaningOf('stored'),
    dead: meaningOf('dead'),
    unknown: meaningOf('unknown'),
    cancelled: meaningOf('cancelled'),
  },
  OperatorStatsBody: {
    '': 'What operators did, and how long clients waited for them.',
    ...byHour({
      operators: 'By operator; who did nothing is not there.',
      taken_in: 'From when the client began to wait for a person to when one took the conversation.',
      answered_in: "From when the client began to wait to the arrival of an operator's reply.",
    }),
  },
  OperatorFiguresBody: {
    '': 'What an operator did.',
    operator: 'Who.',
    replies: 'Texts to clients.',
    takes: 'Conversations taken.',
    assigns: 'Conversations given to somebody.',
    releases: 'Conversations put back into the queue.',
    hand_backs: 'Conversations given back to the bot.',
    closes: 'Conversations closed.',
    reopens: 'Conversations opened again.',
  },
  FeedbackSummaryBody: {
    '': 'What was said of how turns were understood, counted.',
    from: 'Of turns from then on (UTC).',
    to: 'Of turns until then.',
    ...verdicts,
    share_correct: share,
    corrections: 'What was mistaken for what, the most frequent first.',
    'corrections.guess': 'What it was taken for.',
    'corrections.right': 'What is right.',
    'corrections.count': 'How often.',
    models: 'The same by the model that judged.',
    'models.model': 'Version of the model.',
    ...Object.fromEntries(Object.entries(verdicts).map(([name, text]) => [`models.${name}`, text])),
    'models.share_correct': share,
    next: 'A cursor that leads to older turns, whose counts are to be added; null if there are none.',
  },
};
