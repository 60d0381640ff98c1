import { isObject, type Json } from './json-shape.ts';

export interface PlayedFile {
  file_id: string;
  file_unique_id: string;
  file_path: string;
  /** What the Bot API says of it, which need not be what is kept. */
  file_size: number;
  bytes: Buffer;
}

/** Files that customers sent, by their ids and paths; the newest 1,000. */
export interface FileStore {
  /** Keeps a file of this kind of message. */
  add(kind: FileKind, said: Json): PlayedFile;
  byId(id: string): PlayedFile | undefined;
  byPath(path: string): PlayedFile | undefined;
}

export type FileKind = keyof typeof KINDS;

const MOST_FILES = 1_000;

/** A picture of one pixel. */
const JPEG = Buffer.from(
  '/9j/4AAQSkZJRgABAQEASABIAAD/2wBDAP////////////////////////////////////////////////////////////////////////////////' +
    '//////wgALCAABAAEBAREA/8QAFBABAAAAAAAAAAAAAAAAAAAAAP/aAAgBAQABPxA=',
  'base64',
);
const PDF = Buffer.from('%PDF-1.4\n%%EOF\n');
const NOISE = Buffer.alloc(64, 'firstline');

/** Kinds of messages that carry a file: its folder, ending and content, and what else the message says of it. */
const KINDS = {
  photo: { folder: 'photos', ending: 'jpg', bytes: JPEG, facts: { width: 800, height: 600 } },
  document: {
    folder: 'documents',
    ending: 'pdf',
    bytes: PDF,
    facts: { file_name: 'spravka.pdf', mime_type: 'application/pdf' },
  },
  video: {
    folder: 'videos',
    ending: 'mp4',
    bytes: NOISE,
    facts: { width: 640, height: 360, duration: 3, mime_type: 'video/mp4' },
  },
  animation: {
    folder: 'animations',
    ending: 'mp4',
    bytes: NOISE,
    facts: { width: 320, height: 240, duration: 2, mime_type: 'video/mp4' },
  },
  video_note: { folder: 'video_notes', ending: 'mp4', bytes: NOISE, facts: { length: 240, duration: 3 } },
  voice: { folder: 'voice', ending: 'oga', bytes: NOISE, facts: { duration: 4, mime_type: 'audio/ogg' } },
  audio: { folder: 'music', ending: 'mp3', bytes: NOISE, facts: { duration: 60, mime_type: 'audio/mpeg' } },
  sticker: {
    folder: 'stickers',
    ending: 'webp',
    bytes: NOISE,
    facts: {
      type: 'regular',
      width: 512,
      height: 512,
      is_animated: false,
      is_video: false,
      emoji: '👍',
    },
  },
} as const;

export function createFileStore(): FileStore {
  const files = new Map<string, PlayedFile>();
  let made = 0;
  return {
    add(kind, { content, file_size }) {
      made += 1;
      const { folder, ending, bytes: usual } = KINDS[kind];
      const bytes = typeof content === 'string' ? Buffer.from(content, 'base64') : usual;
      const file: PlayedFile = {
        file_id: `AgACAgIAAxkBAAI-${kind}-${made}`,
        file_unique_id: `AQAD${kind}${made}`,
        file_path: `${folder}/file_${made}.${ending}`,
        file_size: typeof file_size === 'number' ? file_size : bytes.length,
        bytes,
      };
      files.set(file.file_id, file);
      if (files.size > MOST_FILES) files.delete(files.keys().next().value ?? '');
      return file;
    },
    byId: (id) => files.get(id),
    byPath: (path) => [...files.values()].find((file) => file.file_path === path),
  };
}

/**
 * Fields of a message in which a file is only asked for (`"photo": true`, or an object without a `file_id`, whose
 * `content` is the file in base64), with files made for them.
 */
export function withFiles(files: FileStore, fields: Json): Json {
  const made = Object.entries(fields).map(([name, value]) => [
    name,
    isFileKind(name) ? madeFile(files, name, value) : value,
  ]);
  return Object.fromEntries(made);
}

function madeFile(files: FileStore, kind: FileKind, value: unknown): unknown {
  const said = value === true ? {} : value;
  if (!isObject(said) || 'file_id' in said) return value;
  const { content: _content, ...facts } = said;
  const describe = (scale: number): Json => {
    const { file_id, file_unique_id, file_size } = files.add(kind, said);
    const sides = kind === 'photo' ? { width: 800 / scale, height: 600 / scale } : {};
    return { file_id, file_unique_id, file_size, ...KINDS[kind].facts, ...sides, ...facts };
  };
  // Of a picture there are several sizes, the largest last.
  return kind === 'photo' ? [8, 4, 1].map(describe) : describe(1);
}

function isFileKind(name: string): name is FileKind {
  return Object.hasOwn(KINDS, name);
}
