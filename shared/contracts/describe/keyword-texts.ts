import { DECIDES_FROM, KEYWORD_PRIORITY } from '../../domain/keyword.ts';
import { LIMITS } from '../../domain/limits.ts';
import { HANDBOOK_TEXTS } from './handbook-texts.ts';
import type { JsonSchema } from './json.ts';

const scenario = 'What a message with these words is about.';
const keyword = 'The words.';
const { '': _, ...dryRun } = HANDBOOK_TEXTS.PolicyDryRunBody;
const { partner, client_id, limit, cursor } = HANDBOOK_TEXTS.PolicyDryRun;
const { version, published_at, published_by, reason: why } = HANDBOOK_TEXTS.PolicyStateBody;
const { '': _version, changes: _changes, ...ofVersion } = HANDBOOK_TEXTS.PolicyVersion;
const { reason, seen_version } = HANDBOOK_TEXTS.PutPolicy;

const priority = `From ${DECIDES_FROM} on it decides always, below where the model is not sure.`;
const typed = {
  scenario,
  keyword: {
    description: `One to ${LIMITS.keywordWords} words, at most ${LIMITS.keywordCharacters} characters, whatever the case and whatever stands between them. A word of at least ${LIMITS.keywordStem} letters with \`*\` at its end stands for all that begin so.`,
  },
  priority: `${priority} ${KEYWORD_PRIORITY.usual} unless said otherwise.`,
};
const item = {
  id: 'Names it.',
  scenario,
  keyword,
  priority,
  added_at: 'When it was added (UTC), or null.',
  added_by: 'Who added it, or null.',
};

export const KEYWORD_TEXTS = {
  KeywordsBody: {
    '': 'The keywords in force, within a minute after they were published.',
    version,
    published_at,
    published_by,
    reason: why,
    items: 'All keywords, by scenario and priority.',
    next: 'Always null: there are no more.',
  },
  KeywordItem: { '': 'Words by which the desk itself knows a scenario.', ...item },
  PostKeyword: { '': 'A keyword to be added.', ...typed, seen_version, reason },
  KeywordBody: { '': 'The keyword as it then is.', ...item, version },
  KeywordVersionsPage: {
    '': 'A page of versions, newest first.',
    items: 'The versions.',
    next: 'The cursor of the next page, or null.',
  },
  KeywordsVersion: { '': 'A version of the keywords.', ...ofVersion, keywords: 'All that there were then.' },
  KeywordsRollback: {
    '': 'Which version is to be brought back.',
    version: 'Its number; 0: no keywords.',
    reason,
  },
  PreviewKeywords: {
    '': 'Which keywords are to be tried, on what.',
    add: `Those that are to be added; at most ${LIMITS.keywordsTried}.`,
    remove: 'Ids of those that are to be removed.',
    text: {
      description: `What a client might write; at most ${LIMITS.contentCharacters} characters.`,
      maxLength: LIMITS.contentCharacters,
    },
    partner,
    client_id,
    limit,
    cursor,
  },
  TriedKeyword: { '': 'A keyword that is only tried.', ...typed },
  KeywordsPreviewBody: {
    '': 'What the changed keywords would decide.',
    ...dryRun,
    decides: 'The keyword that would decide in the text, or null.',
  },
  DecidingKeyword: {
    '': 'A keyword that decides in a text.',
    id: 'Names it; null: it is only tried.',
    scenario,
    keyword,
    priority,
    always: 'Whether it decides where the model is sure, too.',
  },
} satisfies Record<string, Record<string, string | JsonSchema>>;
