import { expect, it } from 'vitest';
import { servedAs } from '../../shared/domain/served-file.ts';

it.each([
  ['a photo', { type: 'photo' }, 'image/jpeg', 'inline'],
  ['a voice message', { type: 'voice', mime_type: 'audio/ogg' }, 'audio/ogg', 'inline'],
  [
    'a video',
    { type: 'video', mime_type: 'Video/MP4', file_name: 'a.mp4' },
    'video/mp4',
    "inline; filename*=UTF-8''a.mp4",
  ],
  ['a page', { type: 'document', mime_type: 'text/html' }, 'application/octet-stream', 'attachment'],
  [
    'a drawing that can run',
    { type: 'photo', mime_type: 'image/svg+xml' },
    'application/octet-stream',
    'attachment',
  ],
  [
    'a type with more in it',
    { type: 'photo', mime_type: 'image/png; charset=x\r\nset-cookie: a' },
    'application/octet-stream',
    'attachment',
  ],
  ['a document of no type', { type: 'document' }, 'application/octet-stream', 'attachment'],
  [
    'a name with everything in it',
    { type: 'document', file_name: `Отчёт "1"'s (*);\r\n\ud800.pdf` },
    'application/octet-stream',
    "attachment; filename*=UTF-8''%D0%9E%D1%82%D1%87%D1%91%D1%82%20%221%22%27s%20%28%2A%29%3B%0D%0A%EF%BF%BD.pdf",
  ],
] as const)('%s is served as what does no harm', (_, attachment, type, disposition) => {
  expect(servedAs(attachment)).toEqual({ type, disposition });
});
