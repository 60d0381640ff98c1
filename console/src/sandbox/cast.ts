/** Who can be played. What customers say is Russian whatever the console speaks: it is what the desk answers. */
export interface Customer {
  /** A Telegram chat, or the partner's id of the client. */
  id: string;
  name: string;
}

export const TELEGRAM_CAST: readonly Customer[] = [
  { id: '42', name: 'Анна' },
  { id: '43', name: 'Борис' },
  { id: '44', name: 'Вера' },
];

export const CRM_CAST: readonly Customer[] = [
  { id: 'irina', name: 'Ирина' },
  { id: 'pavel', name: 'Павел' },
  { id: 'olga', name: 'Ольга' },
];

/** The demo partner, its key and its inbox, as the twin seeds them (design §1.2, §1.5). */
export const DEMO = {
  partner: 'demo',
  key: 'fl_local_demo_key',
  inbox: '/_local/crm/demo',
  bot: 'telegram.demo',
};

/** The operator that a newcomer becomes (design §1.2). */
export const DEMO_OPERATOR = { id: 'operator_001', password: 'firstline-demo' };
