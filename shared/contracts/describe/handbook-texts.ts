import { LIMITS } from '../../domain/limits.ts';
import { PARAMETER_SOURCES } from '../handbook-responses.ts';
import type { JsonSchema } from './json.ts';
import { POLICY_TEXTS } from './policy-texts.ts';
import { list } from './response-texts.ts';

const next = 'The cursor of the next page, or null.';
const version = 'Counts the publications; 0 is what is shipped.';
export const seen = 'The version that this is made from; if another is in force by now it is refused.';
const scenario = 'Which text: a name of the list of templates.';
const both = { ru: 'In Russian.', en: 'In English.' };
export const published = {
  version,
  published_at: 'When it was published (UTC); null of the shipped one.',
  published_by: 'Who published it, or null.',
  reason: 'Why, or null.',
};
export const reason: JsonSchema = {
  description: `Why, for whoever reads the list of versions; at most ${LIMITS.reasonCharacters} characters.`,
  maxLength: LIMITS.reasonCharacters,
};
export const ofVersion = {
  version,
  at: 'When it was published (UTC).',
  by: 'Who published it.',
  reason: 'Why, or null.',
  restores: 'The version that it brought back, or null; 0 is what is shipped.',
};
const template = {
  scenario,
  ...published,
  published: 'Whether anything of it is not as shipped.',
  languages: 'What is said.',
  parameters: 'What may stand in it.',
};
const changes = 'What differs from the shipped policy; every other field follows what is shipped.';

export const HANDBOOK_TEXTS = {
  ...POLICY_TEXTS,
  PutPolicy: {
    '': 'How the desk is to behave.',
    changes: `What is to differ from the shipped policy, in its shape: objects by field, lists as a whole. It replaces all that differed before. \`{}\` is the shipped policy.`,
    seen_version: seen,
    reason,
  },
  PolicyRollback: {
    '': 'Which version is to be brought back.',
    version: 'Its number; 0 is what is shipped.',
    reason,
  },
  PolicyStateBody: {
    '': 'The policy in force, within a minute after it was published.',
    ...published,
    policy: 'All of it.',
    changes,
    issues:
      'Why the published changes do not fit this release, so that the shipped policy is in force; empty as a rule.',
  },
  PolicyIssueBody: {
    '': 'Something that cannot be.',
    path: 'Where, with dots.',
    message: 'What is wrong there.',
  },
  PolicyVersionsPage: { '': 'A page of versions, newest first.', items: 'The versions.', next },
  PolicyVersion: { '': 'A version of the policy.', ...ofVersion, changes },
  PolicyDryRun: {
    '': 'Which policy is to be tried, and on whose conversations.',
    changes: 'What is to differ from the shipped policy, as it would be published.',
    partner: 'Only conversations of this partner.',
    client_id: 'Only the conversation of this client; its partner is named too.',
    limit: `How many conversations a page looks at, 1 to ${LIMITS.dryRunConversations}; ${LIMITS.dryRunConversations} unless said otherwise.`,
    cursor: 'What the page before called `next`.',
  },
  PolicyDryRunBody: {
    '': 'What a changed policy would have decided.',
    conversations: 'How many it was tried on.',
    turns: 'How many turns were decided anew.',
    changed: 'How many of them otherwise.',
    reasons: 'How many turns hand over for which reason, by its name; `none`: for none.',
    items: `Turns that are decided otherwise; at most ${LIMITS.dryRunItems}.`,
    next,
  },
  BeforeAndAfter: {
    '': 'By what is in force, and by what is tried.',
    before: 'By what is in force.',
    after: 'By what is tried.',
  },
  ChangedTurn: {
    '': 'A turn that is decided otherwise.',
    conversation_id: 'The conversation.',
    partner: 'Whose client it is.',
    client_id: 'The client, as its partner named it.',
    message_id: 'The message that it answers, the last of them if there are several.',
    decided_at: 'When it was decided (UTC).',
    before: 'By what is in force.',
    after: 'By what is tried.',
  },
  ToldBody: {
    '': 'What is decided about a message.',
    scenario: 'What it is about.',
    band: '`answer`: sure enough to answer; `doubt`: a person looks too; `refuse`: not understood.',
    reason: 'Why this turn hands over, or null.',
    priority: 'How urgent it is.',
    escalated: 'Whether an operator owes an answer after it.',
    said: '`answered`; `asked` back; `acknowledged` that it came; `left` to the operator, and nothing said.',
    template: 'The text that is said, or null.',
    then: 'What follows its delivery, or null.',
  },
  PutTemplate: {
    '': 'What is to be said.',
    texts:
      'In one language or both. A language that is not named keeps its text; null brings the shipped one back.',
    'texts.ru': `In Russian; at most ${LIMITS.templateCharacters} characters.`,
    'texts.en': `In English; at most ${LIMITS.templateCharacters} characters.`,
    seen_version: seen,
    reason,
  },
  TemplateRollback: {
    '': 'Which version of a text is to be brought back.',
    scenario,
    version: 'Its number; 0 is what is shipped.',
    reason,
  },
  PreviewBody: {
    '': 'A text to be shown as a client would read it.',
    scenario: 'For which text it is meant; not every parameter is known everywhere.',
    language: 'In which language samples are filled in.',
    text: 'The text, with its `{parameters}` and `[brackets]`.',
    parameters: 'Values by name, in place of samples.',
    without: 'Names of parameters that are to be missing.',
  },
  TemplatesBody: { '': 'Every text that the desk says by itself.', items: 'The texts.' },
  TemplateItem: { '': 'A text as it is in force.', ...template },
  TemplateBody: {
    '': 'A text as it is in force, and what it may hold.',
    ...template,
    shipped: 'What is said if nothing is published.',
  },
  TextsInForce: { '': 'What is said in each language.', ...both },
  TextInForce: {
    '': 'What is said in one language.',
    text: 'The text.',
    shipped: 'Whether it is the shipped one.',
  },
  BothLanguages: { '': 'A text in each language.', ...both },
  OwnTextsBody: { '': 'Texts in place of shipped ones.', ...both },
  ParameterItem: {
    '': 'What may stand in a text, in braces.',
    name: 'Its name.',
    from: `Where it comes from. ${list(PARAMETER_SOURCES)}.`,
    may_be_missing: 'Whether it may not be known; then what stands behind the bar of its brackets is said.',
    missing: 'Said in its place outside brackets; null: it has to stand in brackets.',
    sample: 'Shown in previews.',
  },
  TemplateVersionsPage: { '': 'A page of versions, newest first.', items: 'The versions.', next },
  TemplateVersion: {
    '': 'A version of a text.',
    ...ofVersion,
    texts: 'Texts in place of shipped ones; a language that is not there has its shipped text.',
  },
  PreviewedBody: {
    '': 'A text as a client would read it.',
    text: 'The text.',
    missing: 'Parameters that were missing.',
  },
  DiffBody: {
    '': 'What changed from one version of a text to another.',
    scenario,
    from: 'The one version.',
    to: 'The other.',
    languages: 'The changes.',
  },
  DiffsBody: { '': 'Stretches of text in their order, in each language.', ...both },
  DiffPartBody: {
    '': 'A stretch of text.',
    kind: '`same`: in both versions; `removed`: only in the one; `added`: only in the other.',
    text: 'The text.',
  },
  RemindersPage: { '': 'A page of reminders.', items: 'The reminders, by when they are due.', next },
  ReminderItem: {
    '': 'A reminder that comes if the client stays silent.',
    id: 'Names it. It changes when the client writes.',
    conversation_id: 'The conversation.',
    partner: 'Whose client it is.',
    client_id: 'The client, as its partner named it.',
    number: 'Which reminder after the last reply, from 1.',
    due_at: 'When it is due (UTC), quiet hours counted in.',
    state: 'It is to come.',
  },
  HandledReminder: {
    '': 'A reminder that is settled.',
    id: 'Names it.',
    state: '`cancelled`: it will not be said; `sent`: it is on its way.',
  },
} satisfies Record<string, Record<string, string | JsonSchema>>;
