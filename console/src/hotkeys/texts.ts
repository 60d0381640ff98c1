import { defineTexts } from '../i18n/define-texts.ts';

export const useHotkeyTexts = defineTexts('hotkeys', {
  ru: { title: 'Горячие клавиши', sheet: 'Эта подсказка', everywhere: 'Везде', then: 'затем' },
  en: { title: 'Keyboard shortcuts', sheet: 'This sheet', everywhere: 'Everywhere', then: 'then' },
});
