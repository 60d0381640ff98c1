import { defineTexts } from '../i18n/define-texts.ts';

export const useCommonTexts = defineTexts('common', {
  ru: {
    loading: 'Загрузка',
    retry: 'Повторить',
    cancel: 'Отмена',
    save: 'Сохранить',
    close: 'Закрыть',
    remove: 'Удалить',
    more: 'Показать ещё',
    nothing: 'Пока ничего нет',
    copied: 'Скопировано',
    copy: 'Скопировать',
    download: 'Скачать CSV',
    requestId: 'Номер запроса: {{id}}',
    shownOnce: 'Показывается один раз. Сохраните сейчас: потом узнать его будет нельзя.',
  },
  en: {
    loading: 'Loading',
    retry: 'Try again',
    cancel: 'Cancel',
    save: 'Save',
    close: 'Close',
    remove: 'Delete',
    more: 'Show more',
    nothing: 'Nothing here yet',
    copied: 'Copied',
    copy: 'Copy',
    download: 'Download CSV',
    requestId: 'Request id: {{id}}',
    shownOnce: 'Shown once. Keep it now: nobody can read it later.',
  },
});
