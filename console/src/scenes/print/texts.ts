import { defineTexts } from '../../i18n/define-texts.ts';

export const usePrintTexts = defineTexts('print', {
  ru: {
    title: 'Переписка: {{name}}',
    print: 'Распечатать',
    back: 'К переписке',
    notes: 'С внутренними заметками',
    client: 'Клиент',
    clientId: 'Номер клиента: {{id}}',
    partner: 'Партнёр: {{partner}}',
    madeAt: 'Составлено {{at}}',
    noteBy: '{{by}}, заметка для своих',
    cut: 'Переписка длиннее: показаны последние {{shown}} записей. Всё целиком — в выгрузке CSV.',
    nothing: 'Здесь ещё ничего не сказано.',
  },
  en: {
    title: 'Conversation: {{name}}',
    print: 'Print',
    back: 'To the conversation',
    notes: 'With internal notes',
    client: 'Client',
    clientId: 'Client number: {{id}}',
    partner: 'Partner: {{partner}}',
    madeAt: 'As of {{at}}',
    noteBy: '{{by}}, internal note',
    cut: 'The conversation is longer: the last {{shown}} entries are shown. The CSV export has all of it.',
    nothing: 'Nothing has been said here yet.',
  },
});
