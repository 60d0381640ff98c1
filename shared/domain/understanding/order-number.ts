import { phrase } from './plain-words.ts';

const DOCUMENT = String.raw`заказ\p{L}{0,2}|сч[её]т\p{L}{0,2}|договор\p{L}{0,2}|контракт\p{L}{0,2}|заявк\p{L}{1,2}|обращени\p{L}{1,2}|тикет\p{L}{0,2}|квитанци\p{L}{1,2}|плат[её]ж\p{L}{0,2}|order|invoice|contract|ticket|request|payment`;
const SIGN = String.raw`№|#|no\.?|номер\p{L}{0,2}|number|n(?=\d)`;
/** Money and counts are no numbers of a document. */
const AMOUNT = String.raw`(?! ?(?:руб|р(?!\p{L})|₽|тыс|тг|\$|€|usd|%|год|г\.|к(?!\p{L})|час|урок|заняти|ак|дн|мин|hours|lessons|days))`;
const SIGNED = phrase(
  String.raw`(?:${DOCUMENT})[ :]{0,2}(?:от \S{1,12} )?(?:${SIGN})[ :]{0,2}(?=[\p{L}/-]{0,8}\d)([\p{L}\d][\p{L}\d/-]{0,24})`,
  'iu',
);
const UNSIGNED = phrase(
  String.raw`(?:${DOCUMENT})[ :]{1,2}(\d{3,12}(?:[/-]\d{1,6})?|\d{1,4}[/-]\d{2,6}|[A-ZА-Я]{1,4}-?\d{3,10})${AMOUNT}`,
  'iu',
);

/** The number of an order, a bill or a contract as it stands in the text; at most 25 characters. */
export function orderNumberIn(text: string): string | undefined {
  return (SIGNED.exec(text) ?? UNSIGNED.exec(text))?.[1]?.replace(/[-/]+$/, '');
}
