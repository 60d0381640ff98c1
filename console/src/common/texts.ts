import { defineTexts } from '../i18n/define-texts.ts';

export const useCommonTexts = defineTexts('common', {
  ru: {
    loading: 'Загрузка',
    retry: 'Повторить',
    cancel: 'Отмена',
    save: 'Сохранить',
    close: 'Закрыть',
    more: 'Показать ещё',
    copied: 'Скопировано',
    copy: 'Скопировать',
    requestId: 'Номер запроса: {{id}}',
    shownOnce: 'Показывается один раз. Сохраните сейчас: потом узнать его будет нельзя.',
  },
  en: {
    loading: 'Loading',
    retry: 'Try again',
    cancel: 'Cancel',
    save: 'Save',
    close: 'Close',
    more: 'Show more',
    copied: 'Copied',
    copy: 'Copy',
    requestId: 'Request id: {{id}}',
    shownOnce: 'Shown once. Keep it now: nobody can read it later.',
  },
});
