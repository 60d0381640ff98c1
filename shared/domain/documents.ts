import { judgePhrase, KEYWORD_PRIORITY, KEYWORD_SCENARIOS } from './keyword.ts';
import type { ListedKeyword } from './keyword-list.ts';
import type { Policy, PolicyIssue } from './policy.ts';
import { isTemplateKey, SHIPPED_TEXTS, type TemplateKey } from './texts.ts';
import type { Language } from './understanding/language.ts';

/** Under this name admins publish what they change of the shipped policy; the texts of a template under `template.<KEY>`. */
export const POLICY_DOCUMENT = 'policy';
const TEMPLATE = 'template.';
/** Under this name they publish all of their keywords. */
export const KEYWORDS_DOCUMENT = 'keywords';
/** Under this name they publish all replies that operators keep ready. */
export const CANNED_REPLIES_DOCUMENT = 'canned-replies';

export const LANGUAGES = ['ru', 'en'] as const satisfies readonly Language[];

export type PolicyReading =
  | { policy: Policy; issues?: undefined }
  | { policy?: undefined; issues: PolicyIssue[] };

/** Texts that are said in place of shipped ones; a language that is not among them has its shipped text. */
export type OwnTexts = Partial<Record<Language, string>>;

export function templateDocument(key: TemplateKey): string {
  return `${TEMPLATE}${key}`;
}

/** Undefined: it is no template, or none that this release says. */
export function templateKeyOf(name: string): TemplateKey | undefined {
  const key = name.startsWith(TEMPLATE) ? name.slice(TEMPLATE.length) : '';
  return isTemplateKey(key) ? key : undefined;
}

/** The texts in a stored template; nothing of what cannot be read, so that the shipped text stands behind it. */
export function textsIn(body: unknown): OwnTexts {
  const texts = fieldOf(body, 'texts');
  const own = LANGUAGES.map((language) => [language, fieldOf(texts, language)] as const);
  return Object.fromEntries(own.filter(([, text]) => typeof text === 'string'));
}

/** What is said in this language where an admin may have published texts of their own. */
export function textFor(key: TemplateKey, own: OwnTexts, language: Language): string {
  return own[language] ?? SHIPPED_TEXTS[key][language];
}

/** The keywords in a stored list; `broken`: how many are none that this release can go by, and are left out. */
export function listedIn(body: unknown): { keywords: ListedKeyword[]; broken: number } {
  const all = fieldOf(body, 'keywords') ?? [];
  if (!Array.isArray(all)) return { keywords: [], broken: 1 };
  const keywords = all.filter(isListed);
  return { keywords, broken: all.length - keywords.length };
}

function isListed(stored: unknown): stored is ListedKeyword {
  const [id, scenario, phrase, priority] = ['id', 'scenario', 'phrase', 'priority'].map((name) =>
    fieldOf(stored, name),
  );
  const { least, most } = KEYWORD_PRIORITY;
  return (
    typeof id === 'string' &&
    KEYWORD_SCENARIOS.some((known) => known === scenario) &&
    typeof phrase === 'string' &&
    judgePhrase(phrase) === undefined &&
    typeof priority === 'number' &&
    Number.isInteger(priority) &&
    priority >= least &&
    priority <= most
  );
}

function fieldOf(body: unknown, name: string): unknown {
  const plain = typeof body === 'object' && body !== null && Object.hasOwn(body, name);
  return plain ? (body as Record<string, unknown>)[name] : undefined;
}
