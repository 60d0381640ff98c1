import type { Attachment, AttachmentType } from './message.ts';

/** What browsers show and run nothing of. Anything else is handed out as bytes to be saved. */
const SHOWN = new Set([
  'image/jpeg',
  'image/png',
  'image/gif',
  'image/webp',
  'audio/mpeg',
  'audio/mp4',
  'audio/ogg',
  'video/mp4',
  'video/webm',
]);

/** What the Bot API's kinds of file are, where a message does not say it. */
const USUAL: Partial<Record<AttachmentType, string>> = {
  photo: 'image/jpeg',
  sticker: 'image/webp',
  voice: 'audio/ogg',
  audio: 'audio/mpeg',
  video: 'video/mp4',
};

const BYTES = 'application/octet-stream';

export interface ServedAs {
  type: string;
  /** After RFC 6266. */
  disposition: string;
}

/** How a client's file is handed to a browser: what a stranger says of its type is believed only where that does no harm. */
export function servedAs({ type, mime_type, file_name }: Attachment): ServedAs {
  const told = mime_type?.toLowerCase() ?? USUAL[type];
  const shown = told !== undefined && SHOWN.has(told);
  const name = file_name === undefined ? '' : `; filename*=UTF-8''${encoded(file_name)}`;
  return { type: shown ? told : BYTES, disposition: `${shown ? 'inline' : 'attachment'}${name}` };
}

/** After RFC 8187, which knows fewer plain characters than URLs do. */
function encoded(name: string): string {
  return encodeURIComponent(name.toWellFormed()).replace(
    /['()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
