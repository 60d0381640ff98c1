import { isSamePhrase, type Keyword } from './keyword.ts';

/** A keyword as it is kept. */
export interface ListedKeyword extends Keyword {
  added_by?: string | undefined;
  added_at?: number | undefined;
}

export type NewKeyword = Pick<Keyword, 'scenario' | 'phrase' | 'priority'>;

/** What a keyword is given that was not there before. */
export type Addition = Required<Omit<ListedKeyword, keyof NewKeyword>>;

export interface ChangedList {
  keywords: ListedKeyword[];
  /** The one that it was about. */
  keyword: ListedKeyword;
  added: boolean;
}

/** The list with this keyword in it. One of the same scenario and phrase has its priority from now on, and stays one. */
export function withKeyword(
  list: readonly ListedKeyword[],
  wanted: NewKeyword,
  addition: Addition,
): ChangedList {
  const known = list.find(
    ({ scenario, phrase }) => scenario === wanted.scenario && isSamePhrase(phrase, wanted.phrase),
  );
  if (!known) {
    const keyword = { ...wanted, ...addition };
    return { keywords: [...list, keyword], keyword, added: true };
  }
  const keyword = { ...known, priority: wanted.priority };
  return { keywords: list.map((other) => (other === known ? keyword : other)), keyword, added: false };
}
