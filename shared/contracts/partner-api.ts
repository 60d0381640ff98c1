import * as z from 'zod/mini';
import { LIMITS } from '../domain/limits.ts';
import { ATTACHMENT_TYPES } from '../domain/message.ts';

const characters = (text: string): number => [...text].length;

/** Half a surrogate pair is no text that the table could keep. */
function text(most: number) {
  return z.string().check(
    z.overwrite((value: string) => value.toWellFormed()),
    z.refine((value: string) => characters(value) <= most, `at most ${most} characters`),
  );
}

const HttpsLink = text(LIMITS.urlCharacters).check(
  z.refine((value: string) => URL.parse(value)?.protocol === 'https:', 'must be an https link'),
);

const AFTER_RFC_3339 = 'must be a date and time after RFC 3339';
const EARLIEST = Date.parse('0000-01-01T00:00:00Z');
const LATEST = Date.parse('9999-12-31T23:59:59.999Z');

/** An offset can push a time out of the years that can be written down again. */
export const DateTime = z.iso
  .datetime({ offset: true, error: AFTER_RFC_3339, abort: true })
  .check(z.refine((value) => Date.parse(value) >= EARLIEST && Date.parse(value) <= LATEST, AFTER_RFC_3339));

export const ClientId = z.string().check(
  z.regex(new RegExp(`^[A-Za-z0-9_.-]{1,${LIMITS.clientIdCharacters}}$`), {
    error: `must be 1 to ${LIMITS.clientIdCharacters} of A-Z, a-z, 0-9, "_", "." and "-"`,
  }),
);

/** What a path says of a client. */
export const ClientPath = z.object({ client_id: ClientId });

export const AttachmentBody = z.object({
  type: z.enum(ATTACHMENT_TYPES),
  url: z.nullish(text(LIMITS.urlCharacters)),
  file_name: z.nullish(text(LIMITS.nameCharacters)),
  mime_type: z.nullish(text(LIMITS.nameCharacters)),
  caption: z.nullish(text(LIMITS.contentCharacters)),
});

export const ContextBody = z.object({
  referral_link: z.nullish(HttpsLink),
  lesson_link: z.nullish(HttpsLink),
  next_lesson_at: z.nullish(DateTime),
  child_name: z.nullish(text(LIMITS.nameCharacters)),
});

/** Body of `POST /api/messages`. Unknown fields are ignored; `null` is the same as nothing. */
export const PostMessage = z
  .object({
    client_id: ClientId,
    content: z.pipe(
      z.nullish(z.string()),
      z.transform((value) => (value ?? '').toWellFormed().trim()),
    ),
    timestamp: z.nullish(DateTime),
    attachments: z.nullish(
      z
        .array(AttachmentBody)
        .check(z.maxLength(LIMITS.attachments, `at most ${LIMITS.attachments} attachments`)),
    ),
    client_name: z.nullish(text(LIMITS.nameCharacters)),
    locale: z.nullish(text(LIMITS.localeCharacters)),
    context: z.nullish(ContextBody),
  })
  .check(
    z.refine((body) => body.content !== '' || (body.attachments?.length ?? 0) > 0, {
      path: ['content'],
      error: 'must not be empty unless there are attachments',
    }),
    z.refine((body) => characters(body.content) <= LIMITS.contentCharacters, {
      path: ['content'],
      error: `at most ${LIMITS.contentCharacters} characters`,
    }),
  );
export type PostMessage = z.infer<typeof PostMessage>;

/** Body of `PUT /api/clients/{client_id}`: what it does not mention stays as it was. */
export const PutClient = z.object({
  client_name: z.nullish(text(LIMITS.nameCharacters)),
  locale: z.nullish(text(LIMITS.localeCharacters)),
  notices: z.nullish(z.boolean()),
  context: z.nullish(ContextBody),
});
export type PutClient = z.infer<typeof PutClient>;

const UrlToTest = z.pipe(
  z.optional(z.string()),
  z.transform((value, { issues }) => {
    if (value === undefined)
      issues.push({ code: 'custom', message: 'give the URL to send the ping to', input: value });
    return value ?? '';
  }),
);

/** Body of `POST /api/webhooks/test`. Whether webhooks may go to the URL is judged apart. */
export const TestWebhook = z.object({ url: UrlToTest });
