import { DECIDES_FROM } from '../../domain/keyword.ts';
import { LIMITS } from '../../domain/limits.ts';
import type { Operation } from './operations.ts';
import { BODY, CALLER, OURS } from './usual-faults.ts';

const SECONDS = LIMITS.handbookRemembered / 1000;
const IN_FORCE = `It is in force everywhere after ${SECONDS} seconds at most.`;
const STAFF = { tag: 'keywords', for: 'staff' } as const;
const ADMINS = { tag: 'keywords', for: 'admins' } as const;

/** What admins can ask of keywords. */
export const KEYWORD_OPERATIONS: Operation[] = [
  {
    ...STAFF,
    method: 'get',
    path: '/api/keywords',
    id: 'listKeywords',
    summary: 'Read the keywords',
    description: 'All of them, by scenario and priority.',
    parameters: [],
    answers: { 200: { description: 'The keywords.', schema: 'KeywordsBody' } },
    faults: [...CALLER, ...OURS],
  },
  {
    ...ADMINS,
    method: 'post',
    path: '/api/keywords',
    id: 'addKeyword',
    summary: 'Add a keyword',
    description: `A message that has its words, in their order and with no other between them, is of its scenario. Of several in one message the highest priority decides, then the longest. From priority ${DECIDES_FROM} on it decides always, below where the model is not sure. The same words for the same scenario again change the priority. A desk has ${LIMITS.keywords} at most. ${IN_FORCE} Refused (\`keywords.changed\`) if \`seen_version\` is not the latest any more; without it, only if very many change keywords at the same moment.`,
    parameters: [],
    body: 'PostKeyword',
    answers: {
      200: { description: 'It was there, and has this priority.', schema: 'KeywordBody' },
      201: { description: 'It is added.', schema: 'KeywordBody' },
    },
    faults: [...CALLER, ...BODY, 'keywords.changed', ...OURS],
  },
  {
    ...STAFF,
    method: 'post',
    path: '/api/keywords/preview',
    id: 'previewKeywords',
    summary: 'See what other keywords would decide',
    description:
      'Says which keyword would decide in a text, if one is given. If keywords are to be added or removed, it also goes through conversations as they are stored and decides every turn anew, with the keywords that are published and with the changed ones, as a dry run of the policy does. Nothing is published, sent or written.',
    parameters: [],
    body: 'PreviewKeywords',
    answers: { 200: { description: 'What would be otherwise.', schema: 'KeywordsPreviewBody' } },
    faults: [...CALLER, ...BODY, ...OURS],
  },
  {
    ...STAFF,
    method: 'get',
    path: '/api/keywords/versions',
    id: 'listKeywordVersions',
    summary: 'Read who changed the keywords, when and why',
    description: 'Newest first; no version is ever taken away.',
    parameters: ['KeywordVersionsLimit', 'Cursor'],
    answers: { 200: { description: 'The page.', schema: 'KeywordVersionsPage' } },
    faults: [...CALLER, 'request.invalid', ...OURS],
  },
  {
    ...ADMINS,
    method: 'post',
    path: '/api/keywords/rollback',
    id: 'rollBackKeywords',
    summary: 'Bring older keywords back',
    description: `Publishes the keywords of that version as a new one; 0: none. ${IN_FORCE} Refused (\`keywords.changed\`) if somebody publishes at the same moment.`,
    parameters: [],
    body: 'KeywordsRollback',
    answers: { 200: { description: 'The keywords as they then are.', schema: 'KeywordsBody' } },
    faults: [...CALLER, ...BODY, 'version.unknown', 'keywords.changed', ...OURS],
  },
  {
    ...ADMINS,
    method: 'delete',
    path: '/api/keywords/{keyword_id}',
    id: 'deleteKeyword',
    summary: 'Remove a keyword',
    description: `${IN_FORCE} Refused (\`keywords.changed\`) only if very many change keywords at the same moment.`,
    parameters: ['KeywordIdInPath'],
    answers: { 204: { description: 'It is removed.', schema: 'nothing' } },
    faults: [...CALLER, 'keyword.unknown', 'keywords.changed', ...OURS],
  },
];
