import { describe, expect, it } from 'vitest';
import { redact } from '../../shared/domain/redaction.ts';

describe('what an operator sees of a receiver’s answer', () => {
  it.each([
    ['call +7 (912) 345-67-89 now', 'call *** now'],
    ['{"phone":"79123456789"}', '{"phone":"***"}'],
    ['mail anna.k+1@school.example.com', 'mail ***'],
    ['Authorization: Bearer abc.def-ghi_123', 'Authorization: ***'],
    ['{"access_token":"a\\"b","ok":true}', '{"access_token":"***","ok":true}'],
    ['{"password" : "secret', '{"password" : "***"'],
    ['whsec_Zmlyc3RsaW5l is bad', '*** is bad'],
    ['eyJhbGciOi.eyJzdWIi.c2ln', '***'],
    ['key fl_local_demo_key', 'key ***'],
  ])('hides in %j', (text, shown) => {
    expect(redact(text)).toBe(shown);
  });

  it.each([
    '{"error":"unknown chat","code":4041,"at":"2026-11-24T12:00:00"}',
    'upstream connect error or disconnect/reset before headers. reset reason: 111',
    '<html><title>502 Bad Gateway</title></html>',
    'Ошибка 500: попробуйте позже',
    '',
  ])('leaves %j as it is', (text) => {
    expect(redact(text)).toBe(text);
  });

  it('takes no longer for what was made to take long', () => {
    const hostile = ['1 '.repeat(2000), 'a@'.repeat(2000), '"token":"'.repeat(500), `${'a.'.repeat(2000)}@`];
    for (const text of hostile) expect(redact(text).length).toBeLessThanOrEqual(text.length);
  });
});
