import { type AbsenceReason, absenceReasonIn } from './absence-reason.ts';
import { childNameIn } from './child-name.ts';
import { dateIn } from './date.ts';
import { orderNumberIn } from './order-number.ts';
import type { PhoneSpan } from './phone.ts';
import { plain } from './plain-words.ts';
import { timeIn } from './time.ts';

/** What a customer's words name; absent: nothing was found. */
export interface Entities {
  /** In the nominative if it is a common name, else as written. */
  child_name?: string;
  /** ISO YYYY-MM-DD, a day of the desk's calendar. */
  date?: string;
  /** HH:MM, in no zone: as the customer says it. */
  time?: string;
  /** E.164, distinct, at most 3. */
  phones?: string[];
  reason?: AbsenceReason;
  /** As written, at most 25 characters. */
  order_number?: string;
}

export interface EntityContext {
  /** Epoch milliseconds. */
  now: number;
  /** The desk's IANA zone. */
  zone: string;
  phones: readonly PhoneSpan[];
}

const PHONES = 3;

/** Links and addresses are full of numbers and names that nobody spoke of. */
const ADDRESS = /(?:https?:\/\/|www\.)\S+|[\w.+-]{1,64}@[\w.-]{1,64}/gi;

/** What is named in a text. Its length is the caller's to bound (`LIMITS.turnTextCharacters`). */
export function entitiesOf(text: string, context: EntityContext): Entities {
  const words = withoutPhones(text, context.phones).replace(ADDRESS, ' ; ');
  const plainWords = plain(words);
  const phones = [...new Set(context.phones.map(({ number }) => number))].slice(0, PHONES);
  return present({
    child_name: childNameIn(words),
    date: dateIn(plainWords, context),
    time: timeIn(plainWords),
    phones: phones.length > 0 ? phones : undefined,
    reason: absenceReasonIn(plainWords),
    order_number: orderNumberIn(words),
  });
}

function withoutPhones(text: string, phones: readonly PhoneSpan[]): string {
  let behind = 0;
  const kept = phones.map(({ start, end }) => {
    const part = text.slice(behind, start);
    behind = Math.max(behind, end);
    return part;
  });
  return [...kept, text.slice(behind)].join(' ; ');
}

function present(entities: { [Key in keyof Entities]: Entities[Key] | undefined }): Entities {
  return Object.fromEntries(Object.entries(entities).filter(([, value]) => value !== undefined));
}
