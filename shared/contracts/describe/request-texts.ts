import { LIMITS } from '../../domain/limits.ts';
import type { JsonSchema } from './json.ts';

/** Text whose length is counted in code points, as JSON Schema counts; zod's own limit would count UTF-16 units. */
function text(most: number, description: string, more: JsonSchema = {}): JsonSchema {
  return { description: `${description}; at most ${most} characters.`, maxLength: most, ...more };
}

const link = (description: string, example: string): JsonSchema =>
  text(LIMITS.urlCharacters, `${description}: an absolute https:// URL`, { examples: [example] });

const clientName = text(LIMITS.nameCharacters, "The client's name", { examples: ['Анна'] });
const locale = text(LIMITS.localeCharacters, "The client's language as a BCP 47 tag; not checked", {
  examples: ['ru'],
});
const context =
  'What the CRM knows about the client. What is not mentioned stays as it was; null is the same.';
const WHEN = 'a date and time after RFC 3339, with seconds, capital T and Z, and an offset or Z';

export const REQUEST_TEXTS = {
  ClientId: {
    '': {
      description: `Your own name for the client, 1 to ${LIMITS.clientIdCharacters} of A-Z, a-z, 0-9, "_", "." and "-". The same id at two partners is two clients.`,
      examples: ['pupil-42'],
    },
  },
  PostMessage: {
    '': 'One message of a client. Fields that are not listed are ignored; null is the same as nothing.',
    client_id: 'Who wrote.',
    content: {
      description: `What was written. White space around it is cut off; then it has 1 to ${LIMITS.contentCharacters} characters (Unicode code points), or none if there are attachments. What looks like SQL or HTML is text like any other; half a surrogate pair becomes U+FFFD.`,
      examples: ['Здравствуйте! Урок не открывается, что делать?'],
    },
    timestamp: `When the client wrote, ${WHEN}. Kept beside the time of receipt, which decides the order.`,
    attachments: `What came with the words, at most ${LIMITS.attachments}.`,
    client_name: clientName,
    locale,
    context,
  },
  AttachmentBody: {
    '': 'Something that came with a message. Files are named, not uploaded.',
    type: 'What it is.',
    url: text(LIMITS.urlCharacters, 'Where it can be fetched'),
    file_name: text(LIMITS.nameCharacters, 'Its file name'),
    mime_type: text(LIMITS.nameCharacters, 'Its media type'),
    caption: text(LIMITS.contentCharacters, 'What the client wrote beneath it'),
  },
  ContextBody: {
    '': 'Facts about a client that fill the answers: remembered until other ones come.',
    referral_link: link("The client's personal referral link", 'https://school.example/r/42'),
    lesson_link: link('Where the next lesson takes place', 'https://school.example/lesson/7'),
    next_lesson_at: `When the next lesson begins, ${WHEN}.`,
    child_name: text(LIMITS.nameCharacters, "The pupil's name"),
  },
  PutClient: {
    '': 'What is known of a client. What is not mentioned, or null, stays as it was.',
    client_name: clientName,
    locale,
    notices: 'False: the client wants no broadcasts; replies come as before.',
    context,
  },
  TestWebhook: {
    '': { description: 'Where to send a test ping.', required: ['url'] },
    url: {
      description: 'Judged like X-Webhook-URL, and refused for the same reasons.',
      maxLength: LIMITS.urlCharacters,
      examples: ['https://crm.example.com/firstline'],
    },
  },
} satisfies Record<string, Record<string, string | JsonSchema>>;
