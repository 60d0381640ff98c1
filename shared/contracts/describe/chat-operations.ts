import { LIMITS } from '../../domain/limits.ts';
import type { Operation } from './operations.ts';
import { CALLER, OURS } from './usual-faults.ts';

const MOST = `${LIMITS.fileBytes / 1024 ** 2} MiB`;

/** What admins can ask of what came through bots. */
export const CHAT_OPERATIONS: Operation[] = [
  {
    tag: 'chats',
    for: 'admins',
    method: 'get',
    path: '/api/admin/parked-updates',
    id: 'listParkedUpdates',
    summary: 'List the updates that nobody understood',
    description: `What Telegram delivered to a bot and the desk could make nothing of. It is kept for ${LIMITS.parkedKept / 86_400_000} days; nobody was answered.`,
    parameters: ['PageLimit', 'Cursor'],
    answers: { 200: { description: 'A page of them.', schema: 'ParkedUpdatesPage' } },
    faults: [...CALLER, 'request.invalid', ...OURS],
  },
  {
    tag: 'chats',
    for: 'staff',
    method: 'get',
    path: '/api/files/{message_id}/{number}',
    id: 'getFileLink',
    summary: 'Get a link to a file that a client has sent to a bot',
    description: `The file stays with Telegram until somebody follows the link. One of more than ${MOST} cannot be had.`,
    parameters: ['ClientMessageIdInPath', 'FileNumberInPath'],
    answers: { 200: { description: 'The link.', schema: 'FileLinkBody' } },
    faults: [...CALLER, 'file.unknown', 'file.too_large', ...OURS],
  },
  {
    tag: 'chats',
    open: true,
    method: 'get',
    path: '/api/files/{ticket}',
    id: 'getFile',
    summary: 'Follow a link to a file',
    description:
      'Needs no key: the link itself is one. Pictures, sound and video of the usual types come as what they are; anything else comes as bytes to be saved. `bot.api_refused`: Telegram takes the token of the bot no more.',
    parameters: ['TicketInPath'],
    answers: {
      200: {
        description: 'The file.',
        schema: 'bytes',
        headers: [
          'Cache-Control',
          'Content-Disposition',
          'Content-Security-Policy',
          'X-Content-Type-Options',
        ],
      },
    },
    faults: ['limit.address', 'file.unknown', 'file.too_large', 'bot.api_refused', ...OURS],
  },
];
