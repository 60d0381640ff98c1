const HIDDEN = '***';

/** What a receiver's answer may hold of people and secrets, because receivers like to echo what they got. */
const PRIVATE: readonly RegExp[] = [
  /\bwhsec_[A-Za-z0-9+/=]+/g,
  /\beyJ[\w-]+\.[\w-]+\.[\w-]*/g,
  /\b(?:Bearer|Basic)\s+[\w.~+/=-]{6,}/gi,
  /\b(?:sk|pk|key|fl)_[A-Za-z0-9_]{12,}/g,
  /[\w.%+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+/g,
  /\+?\d(?:[ ().-]{0,2}\d){8,}/g,
];
const SECRET_FIELD =
  /("(?:[\w-]*(?:password|passwd|secret|token|api[_-]?key|authorization|cookie|signature)[\w-]*)"\s*:\s*)"(?:[^"\\]|\\.)*"?/gi;

/** A text for operators' eyes, no longer than it was: e-mail addresses, phone numbers, tokens and secret fields are hidden. */
export function redact(text: string): string {
  const fields = text.replace(SECRET_FIELD, `$1"${HIDDEN}"`);
  return PRIVATE.reduce((left, pattern) => left.replace(pattern, HIDDEN), fields).slice(0, text.length);
}
