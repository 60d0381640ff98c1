import type { Keyword } from './keyword.ts';
import type { Parameters } from './parameters.ts';
import type { Policy } from './policy.ts';
import type { PublishedModel } from './published-model.ts';
import { SHIPPED_POLICY } from './shipped-policy.ts';
import { render } from './template.ts';
import { SHIPPED_TEXTS, type TemplateKey } from './texts.ts';
import type { Language } from './understanding/language.ts';

/** Texts that an admin published in place of shipped ones. */
export interface PublishedTexts {
  version: number;
  texts: Partial<Record<Language, string>>;
}

/** How the desk behaves and what it says, as it is in force: what is shipped, and what admins changed of it. */
export interface Handbook {
  policy: Policy;
  /** Version of the published policy; 0: the shipped one. */
  version: number;
  /** Words by which the desk itself knows a scenario. */
  keywords: readonly Keyword[];
  /** The model that the desk has trained anew; undefined: the shipped one. */
  model?: PublishedModel | undefined;
  published: Partial<Record<TemplateKey, PublishedTexts>>;
  /** What stands behind the published texts. */
  shipped: Partial<Record<TemplateKey, Record<Language, string>>>;
}

export const SHIPPED_HANDBOOK: Handbook = {
  policy: SHIPPED_POLICY,
  version: 0,
  keywords: [],
  published: {},
  shipped: SHIPPED_TEXTS,
};

/** A text as it is said, and where it comes from. */
export interface Said {
  text: string;
  key: TemplateKey;
  language: Language;
  /** Of the published text; 0: the shipped one. */
  version: number;
  /** Parameters that were missing, so that something else was said in their place. */
  missing: string[];
  /** Why a published text, or even the shipped one, could not be said; somebody has to be told. */
  broken?: string | undefined;
  /** Nothing of its own could be said, and the generic text stands in its place: an operator has to answer. */
  generic?: true | undefined;
}

/** Says a text: the published one, else the shipped one, else the generic one, so that there always is one (invariant 6). */
export function say(
  { published, shipped }: Pick<Handbook, 'published' | 'shipped'>,
  key: TemplateKey,
  language: Language,
  parameters: Parameters,
): Said {
  const own = published[key];
  const candidates = [
    { text: own?.texts[language], version: own?.version ?? 0 },
    { text: shipped[key]?.[language], version: 0 },
  ].filter(({ text }) => text !== undefined);
  const broken: string[] = [];
  for (const { text = '', version } of candidates) {
    const said = render(text, parameters, language);
    if (typeof said !== 'string')
      return { ...said, key, language, version, ...(broken.length > 0 && { broken: broken.join('; ') }) };
    broken.push(said);
  }
  const text = SHIPPED_TEXTS.UNKNOWN[language];
  const reason = broken.join('; ') || 'there is none';
  return { text, key, language, version: 0, missing: [], broken: reason, generic: true };
}
