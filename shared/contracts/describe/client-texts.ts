import { ERASURE_STATES, KEPT_KINDS } from '../client-responses.ts';
import type { JsonSchema } from './json.ts';

const list = (of: Record<string, string>) =>
  Object.entries(of)
    .map(([name, meaning]) => `\`${name}\`: ${meaning}`)
    .join('; ');
const conversation = 'The id of its conversation: a hash of partner and client.';

export const CLIENT_TEXTS = {
  KeptItem: {
    '': 'One thing that is kept of a client.',
    kind: `What it is. ${list(KEPT_KINDS)}.`,
    data: 'All that is kept of it. Its fields depend on what it is, and may grow.',
  },
  ClientExportBody: {
    '': 'A page of what is kept of a client.',
    partner: 'Whose client it is.',
    client_id: 'The client.',
    conversation_id: conversation,
    exported_at: 'When this was read (UTC).',
    items: 'The conversation oldest first, each thing with what is kept because of it; then parked updates.',
    next: 'The `cursor` of the next page; null on the last one.',
  },
  ErasureBody: {
    '': 'The erasing of a client.',
    id: 'The id of the job.',
    state: `How far it is. ${list(ERASURE_STATES)}.`,
    partner: 'Whose client it was.',
    conversation_id: conversation,
    until: 'What is younger stays (UTC).',
    look: 'The first look takes what is there; the second what was under way meanwhile.',
    erased: 'How many rows were taken away. A step that crashed and was repeated may have taken more.',
    started_at: 'When it began (UTC).',
    started_by: 'Who asked for it.',
    next_at: 'When it goes on (UTC); null if it has ended.',
    ended_at: 'When it ended (UTC), or null.',
  },
} satisfies Record<string, Record<string, string | JsonSchema>>;
