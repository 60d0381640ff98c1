import type { Profile } from './message.ts';

export type Filled = { ok: true; text: string } | { ok: false; missing: string[] };

/** Whatever stands in braces: admins misspell, and a misspelt parameter must not reach a customer either. */
const PLACEHOLDER = /\{+([^{}]*)\}+/g;

/**
 * Fills `{parameter}` from what is known of the client. Never returns a text with a placeholder left in it: what is
 * missing is named instead, and the caller says something else (invariant 6).
 */
export function fillTemplate(template: string, profile: Profile): Filled {
  const known = new Map([
    ['referral_link', profile.referral_link],
    ['lesson_link', profile.lesson_link],
  ]);
  const names = [...template.matchAll(PLACEHOLDER)].map((match) => match[1] ?? '');
  const missing = names.filter((name) => !known.get(name)?.trim());
  if (missing.length > 0 || template.trim() === '') return { ok: false, missing };
  return { ok: true, text: template.replace(PLACEHOLDER, (_, name: string) => known.get(name) ?? '') };
}
