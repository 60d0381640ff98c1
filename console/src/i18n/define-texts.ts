import i18next from 'i18next';
import { useTranslation } from 'react-i18next';
import './language.ts';

/** What a text may name in `{{…}}`; `count` chooses the plural: `key_one`, `key_few`, `key_many`, `key_other`. */
type Values = Record<string, string | number>;

type BaseOf<Key> = Key extends `${infer Base}_${'one' | 'few' | 'many' | 'other'}` ? Base : Key;

export type Say<Key extends string> = (key: Key, values?: Values) => string;

/**
 * The texts of one part of the console, in both languages side by side. Gives the hook that says them.
 * @param part a name of its own
 */
export function defineTexts<const Ru extends Record<string, string>>(
  part: string,
  texts: { ru: Ru; en: Record<string, string> },
): () => Say<BaseOf<keyof Ru & string>> {
  for (const [language, said] of Object.entries(texts)) i18next.addResourceBundle(language, part, said);
  return () => useTranslation(part).t as unknown as Say<BaseOf<keyof Ru & string>>;
}
