import { useTranslation } from 'react-i18next';
import type { Language } from './language.ts';

/** In which language the console speaks; whoever uses it is drawn anew when that changes. */
export function useLanguage(): Language {
  return useTranslation().i18n.language === 'en' ? 'en' : 'ru';
}
