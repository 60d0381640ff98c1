import { SHIPPED_HANDBOOK, say } from '../../shared/domain/handbook.ts';
import { parametersFrom } from '../../shared/domain/parameters.ts';
import { SHIPPED_POLICY } from '../../shared/domain/shipped-policy.ts';
import type { TemplateKey } from '../../shared/domain/texts.ts';
import type { Language } from '../../shared/domain/understanding/language.ts';

/** A shipped text as it is said to a client of whom nothing is known. */
export function shipped(key: TemplateKey, language: Language = 'ru'): string {
  const parameters = parametersFrom({ profile: {}, entities: {}, desk: SHIPPED_POLICY.desk, language });
  return say(SHIPPED_HANDBOOK, key, language, parameters).text;
}
