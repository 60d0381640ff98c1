/** A phone number in a text. */
export interface PhoneSpan {
  /** UTF-16 offset of the first character. */
  start: number;
  /** UTF-16 offset behind the last character. */
  end: number;
  /** E.164: a plus sign and at most 15 digits. */
  number: string;
}
