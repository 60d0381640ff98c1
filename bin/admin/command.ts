import { FlagError } from '../command-line.ts';
import type { Answer, Ask } from './api.ts';

/** What was typed behind the name of a command. */
export interface Typed {
  /** Without the options. */
  words: string[];
  options: Options;
}

export interface Options {
  json?: boolean;
  changes?: boolean;
  reason?: string;
  file?: string;
  text?: string;
  language?: string;
  without?: string[];
  ru?: string;
  en?: string;
  'ru-file'?: string;
  'en-file'?: string;
  partner?: string;
  client?: string;
  from?: string;
  to?: string;
  'token-file'?: string;
  'webhook-url'?: string;
  connections?: string;
  priority?: string;
  remove?: string[];
  'dry-run'?: boolean;
  corpus?: string[];
  frozen?: string[];
  role?: string;
  name?: string;
  table?: string;
  'password-file'?: string;
  leaked?: boolean;
  label?: string;
  scope?: string[];
  by?: string;
  what?: string;
}

/** Options that `parseArgs` knows, whatever the command. */
export const OPTIONS = {
  url: { type: 'string' },
  token: { type: 'string' },
  json: { type: 'boolean' },
  changes: { type: 'boolean' },
  reason: { type: 'string' },
  file: { type: 'string' },
  text: { type: 'string' },
  language: { type: 'string' },
  without: { type: 'string', multiple: true },
  ru: { type: 'string' },
  en: { type: 'string' },
  'ru-file': { type: 'string' },
  'en-file': { type: 'string' },
  partner: { type: 'string' },
  client: { type: 'string' },
  from: { type: 'string' },
  to: { type: 'string' },
  'token-file': { type: 'string' },
  'webhook-url': { type: 'string' },
  connections: { type: 'string' },
  priority: { type: 'string' },
  remove: { type: 'string', multiple: true },
  'dry-run': { type: 'boolean' },
  corpus: { type: 'string', multiple: true },
  frozen: { type: 'string', multiple: true },
  role: { type: 'string' },
  name: { type: 'string' },
  table: { type: 'string' },
  'password-file': { type: 'string' },
  leaked: { type: 'boolean' },
  label: { type: 'string' },
  scope: { type: 'string', multiple: true },
  by: { type: 'string' },
  what: { type: 'string' },
} as const;

/** What a command may read besides its words. */
export interface Surroundings {
  env: Record<string, string | undefined>;
  /** All of the standard input; at a terminal a person is told what to paste there. */
  input: (what: string) => string;
  /** Tells what goes on, for whoever waits. */
  err: (line: string) => void;
}

export interface Command {
  usage: string;
  /** Options that it takes, besides those of every command. */
  takes: readonly (keyof Options)[];
  /** Words that it needs, and at most. */
  words: readonly [least: number, most: number];
  /** Does it go without asking the API, and so without a key? */
  withoutKey?: (typed: Typed) => boolean;
  /** @throws FlagError, Refusal */
  run: (ask: Ask, typed: Typed, around: Surroundings) => Promise<Answer>;
  /** The answer for a person, line by line. */
  show: (answer: Answer, typed: Typed) => string[];
}

/** A whole number that was typed. @throws FlagError */
export function numberTyped(text: string | undefined, what: string): number {
  if (text !== undefined && /^\d{1,6}$/.test(text)) return Number(text);
  throw new FlagError(
    `${what} must be a whole number, not ${text === undefined ? 'left out' : `"${text}"`}.`,
  );
}

/** `?a=b` of what is given; nothing of nothing. */
export function queryOf(values: Record<string, string | undefined>): string {
  const given = Object.entries(values).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return given.length === 0 ? '' : `?${new URLSearchParams(given)}`;
}

/** Only what was given, as bodies are written. */
export function given(values: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}

/** Columns under each other. */
export function columns(rows: readonly (readonly unknown[])[]): string[] {
  const texts = rows.map((row) => row.map((cell) => String(cell ?? '–')));
  const widths = (texts[0] ?? []).map((_, at) => Math.max(...texts.map((row) => row[at]?.length ?? 0)));
  return texts.map((row) =>
    row
      .map((cell, at) => cell.padEnd(widths[at] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}

/** Every item of a list that comes in pages. */
export async function allItems(
  ask: Ask,
  path: string,
  query: Record<string, string | undefined>,
): Promise<Answer> {
  const items: unknown[] = [];
  for (let cursor: string | undefined; ; ) {
    const page = await ask('GET', `${path}${queryOf({ ...query, cursor })}`);
    items.push(...((page['items'] as unknown[] | undefined) ?? []));
    if (typeof page['next'] !== 'string') return { items };
    cursor = page['next'];
  }
}
