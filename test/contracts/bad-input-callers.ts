import { type Case, refused, taken } from './bad-input.ts';
import { KEY, type Request } from './partner-door.ts';

const authorization = (value: string | undefined): Request => ({ headers: { authorization: value } });
const apiKey = (value: string, other?: string): Request => ({
  headers: { authorization: other, 'x-api-key': value },
});

const missing = (name: string, request: Request): Case => refused(name, request, 401, 'auth.missing');
const unknown = (name: string, request: Request): Case => refused(name, request, 401, 'auth.invalid');

/** Who asks. */
export const CALLERS: Case[] = [
  missing('no key', authorization(undefined)),
  missing('an empty Authorization', authorization('')),
  missing('a scheme without a key', authorization('Bearer')),
  missing('a scheme and spaces', authorization('Bearer   ')),
  missing('another scheme', authorization(`Basic ${btoa(`demo:${KEY}`)}`)),
  missing('a key without its scheme', authorization(KEY)),
  missing('two keys in one header', authorization(`Bearer ${KEY} ${KEY}`)),
  missing('an empty X-API-Key', apiKey('')),
  missing('a key in the query alone', { ...authorization(undefined), query: { api_key: KEY } }),
  missing('a key in the body alone', { ...authorization(undefined), body: { api_key: KEY } }),
  unknown('an unknown key', authorization('Bearer nope')),
  unknown('an unknown X-API-Key', apiKey('nope')),
  unknown('a key in other letters', authorization(`Bearer ${KEY.toUpperCase()}`)),
  unknown('a key with more behind it', apiKey(`${KEY}x`)),
  unknown('a key of 100,000 characters', authorization(`Bearer ${'k'.repeat(100_000)}`)),
  unknown('a key that is not ASCII', authorization('Bearer ключ')),
  unknown('a key that looks like a row of ours', apiKey('PARTNER#demo')),
  unknown('a wrong bearer beside a valid X-API-Key', apiKey(KEY, 'Bearer nope')),
  taken('X-API-Key', apiKey(KEY)),
  taken('the scheme in small letters', authorization(`bearer ${KEY}`)),
  taken('more than one space after the scheme', authorization(`Bearer   ${KEY}`)),
  taken('a valid bearer beside a wrong X-API-Key', apiKey('nope', `Bearer ${KEY}`)),
  taken('another scheme beside a valid X-API-Key', apiKey(KEY, 'Basic ZGVtbw==')),
];
