import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LIMITS } from '../../../shared/domain/limits.ts';
import type { Attachment, ChatNote } from '../../../shared/domain/message.ts';
import { readUpdate, updateIdOf } from '../../../shared/domain/telegram/read-update.ts';
import type { ReadClient, Reading } from '../../../shared/domain/telegram/reading.ts';
import { UPDATES } from './updates.ts';

const FUZZED = 10_000;
/** Milliseconds: many times what it takes, so that only what grows faster than its input fails. */
const PATIENCE = 3000;

const SAMPLES: unknown[] = Object.values(UPDATES).map((update) => JSON.parse(JSON.stringify(update)));
/** Every name that the samples use, and those that objects have by themselves. */
const NAMES = [...new Set(SAMPLES.flatMap(namesIn)), '__proto__', 'constructor', 'toString', 'then'];

const BAD_TEXTS = [
  '',
  ' ',
  '\u0000',
  '\ud83d',
  '\ude00\ud83d',
  '\u202e',
  '/start \ud83d',
  'private',
  '9'.repeat(400),
  '😀'.repeat(6000),
  'я '.repeat(6000),
  `${' '.repeat(9000)}x`,
];
const BAD_NUMBERS = [0, -0, -1, 0.5, 1e308, 2 ** 53, -(2 ** 53), 253_402_300_800, Number.NaN, Infinity];

const text = fc.oneof(
  fc.constantFrom(...BAD_TEXTS),
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.array(fc.nat(0xffff), { maxLength: 40 }).map((units) => String.fromCharCode(...units)),
);
const json = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'medium', withCrossShrink: true },
    fc.constant(null),
    fc.boolean(),
    fc.constantFrom(...BAD_NUMBERS),
    fc.maxSafeInteger(),
    text,
    fc.array(tie('value'), { maxLength: 4 }),
    fc
      .array(fc.tuple(fc.constantFrom(...NAMES), tie('value')), { maxLength: 6 })
      .map((entries) => objectOf(entries)),
  ),
})).value;

/** What happens to one place of an update: the place is counted among all there are. */
const mutation = fc.record({
  at: fc.nat(10_000),
  does: fc.constantFrom('replace', 'replace', 'remove', 'wrap', 'rename', 'double'),
  value: json,
  name: fc.constantFrom(...NAMES),
});
const mutated = fc
  .tuple(fc.constantFrom(...SAMPLES), fc.array(mutation, { minLength: 1, maxLength: 4 }))
  .map(([sample, mutations]) => mutations.reduce(mutate, sample));

describe('whatever is posted', () => {
  it('as JSON of any shape is read within bounds', () => {
    fc.assert(
      fc.property(json, (value) => {
        expect(outOfBounds(value)).toEqual([]);
      }),
      { numRuns: 2000 },
    );
  });

  it('under the names of the Bot API is read within bounds', () => {
    const kind = fc.constantFrom('message', 'edited_message', 'callback_query', 'my_chat_member');
    fc.assert(
      fc.property(kind, json, (name, value) => {
        expect(outOfBounds({ update_id: 1, [name]: value })).toEqual([]);
      }),
      { numRuns: 2000 },
    );
  });

  it(`${FUZZED} updates that went wrong somewhere are read within bounds, and of every kind`, () => {
    const kinds = new Set<string>();
    fc.assert(
      fc.property(mutated, (update) => {
        kinds.add(readUpdate(update).kind);
        expect(outOfBounds(update)).toEqual([]);
      }),
      { numRuns: FUZZED },
    );
    expect([...kinds].sort()).toEqual([
      'blocked',
      'group',
      'ignored',
      'message',
      'migrated',
      'tap',
      'unblocked',
      'unreadable',
    ]);
  });

  it.each(BAD_TEXTS.map((bad) => [nameOf(bad), bad]))(
    'in place of every text at once, %s, is read within bounds and soon',
    (_, bad) => {
      const begun = performance.now();
      for (const sample of SAMPLES) expect(outOfBounds(withTexts(sample, bad))).toEqual([]);
      expect(performance.now() - begun).toBeLessThan(PATIENCE);
    },
  );

  it.each([
    ['letters', 'x'],
    ['halves of pairs', '\ud83d'],
    ['white space', ' '],
    ['line breaks', '\n'],
    ['words', 'я '],
    ['control characters', '\u0000'],
  ])(
    'in place of every text at once, a quarter of a million units of %s, is read within bounds and soon',
    (_, bad) => {
      const begun = performance.now();
      const long = `x${bad.repeat(250_000 / bad.length)}x`;
      for (const sample of SAMPLES) expect(outOfBounds(withTexts(sample, long))).toEqual([]);
      expect(performance.now() - begun).toBeLessThan(PATIENCE);
    },
  );

  it('nested as deep as a body can be is read within bounds', () => {
    const deep = (open: string, close: string): unknown =>
      JSON.parse(open.repeat(20_000) + close.repeat(20_000));
    for (const value of [deep('[', ']'), JSON.parse(`${'{"message":'.repeat(20_000)}1${'}'.repeat(20_000)}`)])
      for (const name of NAMES) {
        expect(outOfBounds({ [name]: value })).toEqual([]);
        expect(outOfBounds({ message: { ...messageIn(UPDATES['a text']), [name]: value } })).toEqual([]);
      }
  });
});

/** What of a reading is beyond what readings may hold; also what was thrown. */
function outOfBounds(update: unknown): string[] {
  try {
    const id = updateIdOf(update);
    const reading = readUpdate(update);
    return [...faultsOf(reading), ...(id === undefined || Number.isSafeInteger(id) ? [] : ['update_id'])];
  } catch (error) {
    return [`thrown: ${String(error)}`];
  }
}

function faultsOf(reading: Reading): string[] {
  switch (reading.kind) {
    case 'message':
      return [
        ...idFaults('chat', reading.chat),
        ...textFaults('text', reading.text, LIMITS.contentCharacters),
        ...(reading.attachments.length > LIMITS.attachments ? ['attachments'] : []),
        ...(reading.text === '' && reading.attachments.length === 0 && !reading.command ? ['empty'] : []),
        ...reading.attachments.flatMap(attachmentFaults),
        ...commandFaults(reading),
        ...noteFaults(reading.note),
        ...clientFaults(reading.client),
        ...(Number.isNaN(new Date(reading.sent_at).getTime()) || reading.sent_at < 0 ? ['sent_at'] : []),
      ];
    case 'tap':
      return [
        ...idFaults('chat', reading.chat),
        ...textFaults('tap', reading.tap, 256),
        ...textFaults('data', reading.data, 64),
        ...(Buffer.byteLength(reading.data) > 64 ? ['data'] : []),
        ...clientFaults(reading.client),
        ...(reading.message === undefined ? [] : numberFaults('message', reading.message)),
      ];
    case 'migrated':
      return [...idFaults('from', reading.from), ...idFaults('to', reading.to)];
    case 'ignored':
    case 'unreadable':
      return /^[a-z_]+\.[a-z_]+$/.test(reading.why) && reading.why.length < 80 ? [] : [`why ${reading.why}`];
    default:
      return idFaults('chat', reading.chat);
  }
}

function idFaults(name: string, id: number): string[] {
  return Number.isSafeInteger(id) && id !== 0 ? [] : [`${name} ${id}`];
}

function numberFaults(name: string, number: number): string[] {
  return Number.isSafeInteger(number) && number >= 0 ? [] : [`${name} ${number}`];
}

function textFaults(name: string, value: string | undefined, most: number): string[] {
  if (value === undefined) return [];
  return value.isWellFormed() && [...value].length <= most ? [] : [`${name} ${value.slice(0, 50)}`];
}

function nameFaults(name: string, value: string | undefined, most: number): string[] {
  const controlled = /[^\P{Cc}\n\t]/u.test(value ?? '');
  return [...textFaults(name, value, most), ...(controlled || value === '' ? [name] : [])];
}

function attachmentFaults({ file_name, mime_type, caption, url, file }: Attachment): string[] {
  return [
    ...nameFaults('file_name', file_name, 255),
    ...nameFaults('mime_type', mime_type, 255),
    ...textFaults('caption', caption, 5000),
    ...(url === undefined || /^geo:-?\d{1,2}\.\d{6},-?\d{1,3}\.\d{6}$/.test(url) ? [] : [`url ${url}`]),
    ...nameFaults('file id', file?.id, 256),
    ...(file?.size === undefined ? [] : numberFaults('size', file.size)),
  ];
}

function commandFaults({ command, text: said }: Extract<Reading, { kind: 'message' }>): string[] {
  if (!command) return [];
  const payload = command.kind === 'start' ? command.payload : undefined;
  const isKnown = ['start', 'help'].includes(command.kind);
  return isKnown && said === '' && /^[\w-]{1,64}$/.test(payload ?? 'x') ? [] : ['command'];
}

function noteFaults({ message, reply_to, album, ...rest }: ChatNote): string[] {
  return [
    ...numberFaults('message', message),
    ...(reply_to === undefined ? [] : numberFaults('reply_to', reply_to)),
    ...nameFaults('album', album, 256),
    ...(Object.values(rest).every((mark) => mark === true) ? [] : ['marks']),
  ];
}

function clientFaults({ name, locale }: ReadClient): string[] {
  return [...nameFaults('name', name, 255), ...nameFaults('locale', locale, 35)];
}

type Fields = Record<string, unknown>;
type Mutation = typeof mutation extends fc.Arbitrary<infer One> ? One : never;

/** A copy in which one place has gone wrong. */
function mutate(update: unknown, { at, does, value, name }: Mutation): unknown {
  const copy = structuredClone(update);
  const places = placesIn(copy);
  const place = places[at % Math.max(places.length, 1)];
  if (!place) return value;
  const [holder, key] = place;
  const old = holder[key];
  if (does === 'remove' || does === 'rename') delete holder[key];
  if (does === 'replace') holder[key] = value;
  if (does === 'wrap') holder[key] = [old];
  if (does === 'rename') setIn(holder, name, old);
  if (does === 'double') setIn(holder, name, structuredClone(old));
  return copy;
}

function placesIn(value: unknown): [Fields, string][] {
  if (typeof value !== 'object' || value === null) return [];
  const holder = value as Fields;
  return Object.keys(holder).flatMap((key) => [[holder, key] as [Fields, string], ...placesIn(holder[key])]);
}

function namesIn(value: unknown): string[] {
  return placesIn(value).map(([, key]) => key);
}

/** As JSON has it: `__proto__` is a name like any other. */
function setIn(holder: Fields, name: string, value: unknown): void {
  if (Array.isArray(holder)) holder.push(value);
  else Object.defineProperty(holder, name, { value, enumerable: true, configurable: true, writable: true });
}

function objectOf(entries: [string, unknown][]): Fields {
  const fields: Fields = {};
  for (const [name, value] of entries) setIn(fields, name, value);
  return fields;
}

/** A copy that says this wherever something is said, but for what decides how it is read. */
function withTexts(update: unknown, bad: string): unknown {
  return JSON.parse(JSON.stringify(update), (key, value) =>
    typeof value === 'string' && key !== 'type' ? bad : value,
  );
}

function nameOf(bad: string): string {
  const shown = JSON.stringify(bad.slice(0, 12));
  return bad.length > 12 ? `${shown} and so on to ${bad.length} units` : shown;
}

function messageIn(update: { message?: unknown }): object {
  return update.message as object;
}
