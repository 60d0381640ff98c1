import { LIMITS } from '../../domain/limits.ts';
import type { Operation } from './operations.ts';
import { CALLER, OURS } from './usual-faults.ts';

const ADMINS = { tag: 'privacy', for: 'admins' } as const;
const MINUTES = LIMITS.eraseLooksAgain / 60_000;

/** What admins can ask for one client: all that is kept, or that nothing is. */
export const CLIENT_OPERATIONS: Operation[] = [
  {
    ...ADMINS,
    method: 'get',
    path: '/api/admin/clients/{client_id}',
    id: 'exportClient',
    summary: 'Read all that is kept of a client',
    description: `Its conversation with messages, texts and how they were decided, tries to send them, notes and what operators did; what was given up or is held; what the desk has in mind; feedback; and updates of its chat that nobody understood. At most ${LIMITS.exportBytes / 1024 / 1024} MiB to a page; \`npm run admin -- client export\` puts the pages into one file.`,
    parameters: ['AnyClientIdInPath', 'PartnerOfClient', 'Cursor'],
    answers: {
      200: { description: 'A page of it.', schema: 'ClientExportBody', headers: ['Cache-Control'] },
    },
    faults: [...CALLER, 'request.invalid', 'client.unknown', ...OURS],
  },
  {
    ...ADMINS,
    method: 'delete',
    path: '/api/admin/clients/{client_id}',
    id: 'eraseClient',
    summary: 'Erase a client',
    description: `Begins a job that takes away all that is kept of the client by now, and looks once more ${MINUTES} minutes later for what was under way. The conversation is over at once; what the client writes from then on begins a new one, and stays. It answers the same whether there is such a client or not. Asked again within ${LIMITS.jobAskedTwice / 1000} seconds, or under the same Idempotency-Key, it is the same job; later, another, which takes what has come since.`,
    parameters: ['AnyClientIdInPath', 'PartnerOfClient', 'EraseKey', 'XIdempotencyKey'],
    answers: { 202: { description: 'The job.', schema: 'ErasureBody' } },
    faults: [...CALLER, 'request.invalid', 'client.unknown', 'job.busy', ...OURS],
  },
  {
    ...ADMINS,
    method: 'get',
    path: '/api/admin/erasures/{job_id}',
    id: 'getErasure',
    summary: 'Ask how far the erasing of a client is',
    description: `Kept for ${LIMITS.jobsKept / 86_400_000} days, as the record of who had a client erased and when; whose it was is told by the id of the conversation alone, which is a hash.`,
    parameters: ['JobIdInPath'],
    answers: { 200: { description: 'The job.', schema: 'ErasureBody' } },
    faults: [...CALLER, 'job.unknown', ...OURS],
  },
];
