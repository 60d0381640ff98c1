import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';

export const LANGUAGES = ['ru', 'en'] as const;
export type Language = (typeof LANGUAGES)[number];

const KEPT_AS = 'firstline.language';

void i18next.use(initReactI18next).init({
  lng: firstLanguage(),
  fallbackLng: false,
  resources: {},
  // Parts bring their texts when they are loaded, and never have to wait for them.
  initAsync: false,
  // Keys are plain words, whatever signs stand in them.
  keySeparator: false,
  nsSeparator: false,
  interpolation: { escapeValue: false },
  react: { useSuspense: false },
});
tellDocument();

function language(): Language {
  return i18next.language === 'en' ? 'en' : 'ru';
}

export async function speak(chosen: Language): Promise<void> {
  localStorage.setItem(KEPT_AS, chosen);
  await i18next.changeLanguage(chosen);
  tellDocument();
}

/** What was chosen here before, or else what the browser speaks. */
function firstLanguage(): Language {
  const kept = globalThis.localStorage?.getItem(KEPT_AS);
  if (kept === 'ru' || kept === 'en') return kept;
  return globalThis.navigator?.language.toLowerCase().startsWith('ru') ? 'ru' : 'en';
}

function tellDocument(): void {
  if (globalThis.document) document.documentElement.lang = language();
}
