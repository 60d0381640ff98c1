import { LIMITS } from '../../domain/limits.ts';
import type { JsonSchema } from './json.ts';

const words = (description: string): JsonSchema => ({
  description: `${description} 1 to ${LIMITS.filterCharacters} characters.`,
  minLength: 1,
  maxLength: LIMITS.filterCharacters,
});
const filter = 'What it shows.';
const view = {
  id: `Names it: 1 to ${LIMITS.viewIdCharacters} of a-z, 0-9, "_" and "-".`,
  name: 'What people call it.',
  shared: 'Everybody has it; else it is yours alone.',
  filter,
  saved_at: 'When it was saved last (UTC).',
  saved_by: 'Who did that.',
};

export const VIEW_TEXTS = {
  SavedViewsBody: {
    '': 'Saved views of the inbox.',
    items: 'Your own, then those that everybody has.',
    next: 'Always null: there are no more.',
  },
  SavedViewBody: { '': 'A view of the inbox under a name.', ...view },
  ViewFilter: {
    '': 'Filters, as `GET /api/conversations` takes them; what is left out does not matter.',
    status: 'Only conversations of this status; without it all but the closed ones.',
    priority: 'Only conversations with an open item of this priority.',
    assignee: words('Only what this operator has: an id, `me`, or `none` for what nobody has.'),
    platform: words('Only clients that write from there.'),
    unread: 'Only conversations with messages that you have not read, or only those without.',
    q: words('Only conversations with this in client id, name or last words.'),
  },
  SaveView: {
    '': 'A view that is to be kept.',
    name: {
      description: `What people call it. 1 to ${LIMITS.viewNameCharacters} characters.`,
      minLength: 1,
      maxLength: LIMITS.viewNameCharacters,
    },
    filter,
  },
} satisfies Record<string, Record<string, string | JsonSchema>>;
