import { LIMITS } from '../limits.ts';

/** What a shape of the Bot API promises, before any of it was checked. */
export type Unchecked<T> = { readonly [Key in KeyOf<T>]?: unknown };
type KeyOf<T> = T extends unknown ? keyof T : never;

/** 9999-12-31T23:59:59Z, the last second that RFC 3339 can write down. */
const LAST_SECOND = 253_402_300_799;
const CONTROL = /[^\P{Cc}\n\t]/gu;
/** They turn the order of letters round, and so make one file type look like another. */
const TURNS = /[\u202a-\u202e\u2066-\u2069]/gu;
const TOKEN = /^[!-~]+$/;
const MIME_TYPE = /^[\w!#$&^.+-]+\/[\w!#$&^.+-]+$/;
const LANGUAGE = /^[A-Za-z0-9_-]+$/;

export function fieldsOf<T>(value: unknown): Unchecked<T> | undefined {
  const isRecord = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isRecord ? (value as Unchecked<T>) : undefined;
}

export function isThere(value: unknown): boolean {
  return value !== undefined && value !== null;
}

export function integerOf(value: unknown): number | undefined {
  return Number.isSafeInteger(value) ? (value as number) : undefined;
}

export function countOf(value: unknown): number | undefined {
  const count = integerOf(value);
  return count !== undefined && count >= 0 ? count : undefined;
}

/** Words as they were written, well-formed, at most so many code points; undefined if there are none. */
export function wordsOf(value: unknown, most: number): string | undefined {
  if (typeof value !== 'string') return undefined;
  return firstOf(value.toWellFormed().trim(), most) || undefined;
}

/** A name on one line and without control characters; undefined if nothing is left of it. */
export function nameOf(value: unknown, most: number): string | undefined {
  if (typeof value !== 'string') return undefined;
  return wordsOf(value.replace(CONTROL, '').replace(/\s+/gu, ' '), most);
}

export function fileNameOf(value: unknown): string | undefined {
  return typeof value === 'string' ? nameOf(value.replace(TURNS, ''), LIMITS.nameCharacters) : undefined;
}

/** A name that the Bot API made up for something. Half of one is of no use, so none is cut. */
export function tokenOf(value: unknown): string | undefined {
  return matching(value, TOKEN, LIMITS.chatTokenCharacters);
}

export function mimeTypeOf(value: unknown): string | undefined {
  return matching(value, MIME_TYPE, LIMITS.nameCharacters);
}

export function languageOf(value: unknown): string | undefined {
  return matching(value, LANGUAGE, LIMITS.localeCharacters);
}

/** Epoch milliseconds of the first of these that are seconds since 1970 and before the year 10000. */
export function timeOf(...seconds: unknown[]): number | undefined {
  const second = seconds.map(countOf).find((one) => one !== undefined && one > 0 && one <= LAST_SECOND);
  return second === undefined ? undefined : second * 1000;
}

/** Without what is undefined. */
export function known<T extends object>(fields: T): T {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as T;
}

function matching(value: unknown, pattern: RegExp, most: number): string | undefined {
  return typeof value === 'string' && value.length <= most && pattern.test(value) ? value : undefined;
}

function firstOf(text: string, most: number): string {
  if (text.length <= most) return text;
  return [...text.slice(0, 2 * most)].slice(0, most).join('').trimEnd();
}
