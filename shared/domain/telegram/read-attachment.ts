import type { Contact, Document, Location, Message, PhotoSize, Poll, Venue } from 'grammy/types';
import { LIMITS } from '../limits.ts';
import type { Attachment, AttachmentType, StoredFile } from '../message.ts';
import {
  countOf,
  fieldsOf,
  fileNameOf,
  isThere,
  known,
  mimeTypeOf,
  nameOf,
  tokenOf,
  type Unchecked,
  wordsOf,
} from './unchecked.ts';

type Content = Unchecked<Message>;

/** Content that is one file. An animation comes first, because it is told once more as a document. */
const FILES = [
  ['animation', 'video'],
  ['video', 'video'],
  ['video_note', 'video'],
  ['voice', 'voice'],
  ['audio', 'audio'],
  ['sticker', 'sticker'],
  ['document', 'document'],
] as const satisfies readonly (readonly [keyof Message, AttachmentType])[];

/** What else is known. A venue comes before a location, because it is told once more as one. */
const OTHERS = [
  ['photo', photo],
  ['venue', venue],
  ['location', place],
  ['contact', contact],
  ['poll', poll],
  ['dice', (): Attachment => ({ type: 'dice' })],
] as const satisfies readonly (readonly [keyof Message, (value: unknown) => Attachment])[];

/**
 * What a message has beside words, if it is of a kind that is known; a message has one content. Content that lacks what its
 * kind has still is of its kind, without a file.
 */
export function attachmentOf(content: Content): Attachment | undefined {
  const file = FILES.find(([key]) => isThere(content[key]));
  if (file) return fileOf(file[1], content[file[0]]);
  const other = OTHERS.find(([key]) => isThere(content[key]));
  return other?.[1](content[other[0]]);
}

/** Any of the Bot API's files; what a document has, others have or lack. */
export function fileOf(type: AttachmentType, value: unknown): Attachment {
  const file = fieldsOf<Document>(value);
  return known({
    type,
    file_name: fileNameOf(file?.file_name),
    mime_type: mimeTypeOf(file?.mime_type),
    file: storedFileOf(file),
  });
}

function storedFileOf(file: Unchecked<PhotoSize | Document> | undefined): StoredFile | undefined {
  const id = tokenOf(file?.file_id);
  return id === undefined ? undefined : known({ id, size: countOf(file?.file_size) });
}

function photo(sizes: unknown): Attachment {
  const usable = (Array.isArray(sizes) ? sizes : [])
    .map((size) => fieldsOf<PhotoSize>(size))
    .filter((size) => tokenOf(size?.file_id) !== undefined);
  const largest = usable.reduce((best, size) => (areaOf(size) >= areaOf(best) ? size : best), usable[0]);
  return known({ type: 'photo', file: storedFileOf(largest) });
}

function areaOf(size: Unchecked<PhotoSize> | undefined): number {
  return (countOf(size?.width) ?? 0) * (countOf(size?.height) ?? 0);
}

function place(value: unknown): Attachment {
  return known({ type: 'location', url: geoUriOf(value) });
}

function venue(value: unknown): Attachment {
  const fields = fieldsOf<Venue>(value);
  const caption = captionOf(', ', [fields?.title, fields?.address]);
  return known({ type: 'location', url: geoUriOf(fields?.location), caption });
}

/** After RFC 5870. */
function geoUriOf(value: unknown): string | undefined {
  const location = fieldsOf<Location>(value);
  const [latitude, longitude] = [location?.latitude, location?.longitude];
  if (!isWithin(latitude, 90) || !isWithin(longitude, 180)) return undefined;
  return `geo:${latitude.toFixed(6)},${longitude.toFixed(6)}`;
}

function isWithin(value: unknown, most: number): value is number {
  return typeof value === 'number' && Math.abs(value) <= most;
}

function contact(value: unknown): Attachment {
  const fields = fieldsOf<Contact>(value);
  const name = captionOf(' ', [fields?.first_name, fields?.last_name]);
  return known({ type: 'contact', caption: captionOf(', ', [name, fields?.phone_number]) });
}

function poll(value: unknown): Attachment {
  const question = fieldsOf<Poll>(value)?.question;
  return known({ type: 'poll', caption: wordsOf(question, LIMITS.contentCharacters) });
}

/** Those of these names that are there; a caption is a line that people read. */
function captionOf(between: string, names: unknown[]): string | undefined {
  const there = names.flatMap((name) => nameOf(name, LIMITS.contentCharacters) ?? []);
  return wordsOf(there.join(between), LIMITS.contentCharacters);
}
