import { LIMITS } from '../../domain/limits.ts';
import type { JsonSchema } from './json.ts';

export const CHAT_TEXTS = {
  FileLinkBody: {
    '': 'Where a file can be had.',
    url: `The link. Whoever has it gets the file, for ${LIMITS.fileLinkKept / 60_000} minutes.`,
    expires_at: 'Until when it holds (UTC).',
    type: 'What the client put into the chat: `photo`, `document`, `voice`, …',
    file_name: 'As the client called it, or null.',
    mime_type: 'What the client says it is, or null. It is not checked.',
    size: 'Bytes, or null if nobody said.',
  },
  ParkedUpdateItem: {
    '': 'An update that nobody understood.',
    bot: 'The bot that it came to.',
    update_id: "Telegram's number of it.",
    parked_at: 'When it came (UTC).',
    why: 'What it lacks: `update.unknown_kind`, `message.no_chat`, … or `update.failed`.',
    body: `As it came, ${LIMITS.parkedCharacters} characters at most; a cut is marked by \`…\`.`,
  },
  ParkedUpdatesPage: {
    '': 'Updates that nobody understood.',
    items: 'Newest first.',
    next: 'The `cursor` of the next page; null on the last one.',
  },
} satisfies Record<string, Record<string, string | JsonSchema>>;
