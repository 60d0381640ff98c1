import type { BroadcastTexts } from './broadcast.ts';
import { LANGUAGES } from './documents.ts';
import { type Handbook, say } from './handbook.ts';
import type { Incident, IncidentStage } from './incident.ts';
import { parametersFrom } from './parameters.ts';
import type { TemplateKey } from './texts.ts';
import type { Language } from './understanding/language.ts';

const TEMPLATES: Record<IncidentStage, TemplateKey> = { notice: 'MASS_OUTAGE', restore: 'MASS_OUTAGE_OVER' };

/** What clients are told of an incident at this stage: in its own words, or in the desk's. */
export function textsOf(
  { texts }: Pick<Incident, 'texts'>,
  stage: IncidentStage,
  handbook: Handbook,
): BroadcastTexts {
  const textIn = (language: Language): string => {
    const { desk } = handbook.policy;
    const parameters = parametersFrom({ profile: {}, entities: {}, desk, language });
    return texts[stage]?.[language] ?? say(handbook, TEMPLATES[stage], language, parameters).text;
  };
  return Object.fromEntries(LANGUAGES.map((language) => [language, textIn(language)])) as BroadcastTexts;
}
