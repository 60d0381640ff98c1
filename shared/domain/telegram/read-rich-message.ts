import type { RichBlock, RichMessage, RichText } from 'grammy/types';
import { LIMITS } from '../limits.ts';
import type { Attachment } from '../message.ts';
import { attachmentOf, fileOf } from './read-attachment.ts';
import { fieldsOf, isThere, type Unchecked, wordsOf } from './unchecked.ts';

/** Messages nest 16 levels of blocks and formatting; each level is an object in a list, and some are two. */
const DEEPEST = 64;

/** Where a node has more of its own, in the order in which it is read; what is not `INLINE` stands on lines of its own. */
const INNER = [
  'summary',
  'text',
  'alternative_text',
  'expression',
  'items',
  'cells',
  'blocks',
  'caption',
  'credit',
] as const;
const INLINE: ReadonlySet<string> = new Set(['text', 'alternative_text', 'expression']);
const LISTS: ReadonlySet<string> = new Set(['items', 'cells', 'blocks']);

interface Found {
  words: string;
  attachments: Attachment[];
}

/** The words of a message with headings, lists and tables, without those, and the files in it. */
export function richContentOf(value: unknown): { text: string; attachments: Attachment[] } {
  const found: Found = { words: '', attachments: [] };
  walk(fieldsOf<RichMessage>(value)?.blocks, { depth: 0, listed: true }, found);
  return { text: wordsOf(found.words, LIMITS.contentCharacters) ?? '', attachments: found.attachments };
}

function walk(value: unknown, at: { depth: number; listed: boolean }, found: Found): void {
  if (at.depth > DEEPEST) return;
  if (typeof value === 'string') found.words += value;
  else if (Array.isArray(value)) walkList(value, at, found);
  else walkNode(value, at.depth, found);
}

function walkList(
  values: unknown[],
  { depth, listed }: { depth: number; listed: boolean },
  found: Found,
): void {
  for (const value of values) {
    walk(value, { depth: depth + 1, listed }, found);
    if (listed) endLine(found);
  }
}

function walkNode(value: unknown, depth: number, found: Found): void {
  const node = fieldsOf<RichBlock | Exclude<RichText, string | unknown[]>>(value);
  if (!node) return;
  keepMedia(node, found);
  for (const key of INNER) {
    if (!isThere(node[key])) continue;
    if (!INLINE.has(key)) endLine(found);
    walk(node[key], { depth: depth + 1, listed: LISTS.has(key) }, found);
    if (!INLINE.has(key)) endLine(found);
  }
}

function keepMedia(block: Unchecked<RichBlock>, { attachments }: Found): void {
  if (attachments.length >= LIMITS.attachments) return;
  const media = isThere(block.voice_note) ? fileOf('voice', block.voice_note) : attachmentOf(block);
  if (media) attachments.push(media);
}

function endLine(found: Found): void {
  if (found.words !== '' && !found.words.endsWith('\n')) found.words += '\n';
}
