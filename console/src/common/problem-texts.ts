import { isProblem } from '../api/problem.ts';
import { defineTexts } from '../i18n/define-texts.ts';

const useTexts = defineTexts('problems', {
  ru: {
    network: 'Нет связи с сервером. Проверьте интернет и повторите.',
    busy: 'Сервер занят. Повторите через несколько секунд.',
    forbidden: 'Для этого нужны права администратора.',
    gone: 'Этого больше нет: возможно, удалил кто-то другой.',
    changed: 'За это время кто-то внёс изменения. Посмотрите, что изменилось, и повторите.',
    stale: 'Клиент успел написать ещё. Посмотрите, что нового, и повторите.',
    taken: 'Этим обращением уже занимается другой оператор.',
    not_held: 'Обращение больше не у вас.',
    invalid: 'Проверьте, что введено: {{detail}}',
    limit: 'Слишком часто. Повторите немного позже.',
    unknown: 'Не получилось: {{detail}}',
  },
  en: {
    network: 'No connection to the server. Check your network and try again.',
    busy: 'The server is busy. Try again in a few seconds.',
    forbidden: 'Only an admin may do this.',
    gone: 'This is no longer here: somebody may have deleted it.',
    changed: 'Somebody has changed this meanwhile. Look at what is new and try again.',
    stale: 'The client has written since. Look at what is new and try again.',
    taken: 'Another operator already has this conversation.',
    not_held: 'The conversation is no longer yours.',
    invalid: 'Check what was entered: {{detail}}',
    limit: 'Too often. Try again a little later.',
    unknown: 'That did not work: {{detail}}',
  },
});

const BY_CODE: Record<string, 'taken' | 'not_held' | 'stale'> = {
  'conversation.taken': 'taken',
  'conversation.not_held': 'not_held',
  'conversation.stale': 'stale',
};

/** What went wrong, in words for whoever sits here. */
export function useProblemTexts(): (error: unknown) => string {
  const t = useTexts();
  return (error) => {
    if (!isProblem(error))
      return t('unknown', { detail: error instanceof Error ? error.message : String(error) });
    const own = BY_CODE[error.code];
    if (own) return t(own);
    if (error.status === 0) return t('network');
    if (error.status === 403) return t('forbidden');
    if (error.status === 404) return t('gone');
    if (error.status === 409) return t('changed');
    if (error.status === 429) return t('limit');
    if (error.status >= 500) return t('busy');
    const details = error.errors.map(({ path, message }) => `${path} ${message}`);
    const detail = details.join('; ') || error.message;
    return t(error.status === 422 ? 'invalid' : 'unknown', { detail });
  };
}
