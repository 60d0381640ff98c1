/** A bot's number, a colon, and its secret. Shorter ones are nobody's, and could not be told from other words. */
const TOKEN = /^\d{1,20}:([\w-]{8,256})$/;
const REDACTED = '[token]';

export function isToken(token: string): boolean {
  return TOKEN.test(token);
}

/** The text with the token's secret part made unreadable wherever it stands, however the colon before it was written. */
export function withoutToken(text: string, token: string): string {
  const secret = TOKEN.exec(token)?.[1];
  return secret === undefined ? text : text.replace(new RegExp(secret, 'gi'), REDACTED);
}
