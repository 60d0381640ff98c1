import { Webhook } from 'standardwebhooks';
import { describe, expect, it } from 'vitest';
import { signWebhook } from '../../../shared/adapters/http/webhook-signature.ts';

const OLD = 'whsec_Zmlyc3RsaW5lLWxvY2FsLWRlbW8tc2VjcmV0LTAxMjM=';
const NEW = `whsec_${Buffer.from('another secret of thirty-two byte').toString('base64')}`;
const body = JSON.stringify({ type: 'message.reply', response_text: 'Здравствуйте 👋' });
const signed = (secrets: string[], overrides: object = {}) =>
  signWebhook({ id: 'msg_1', timestampSeconds: Math.floor(Date.now() / 1000), body, secrets, ...overrides });

describe('a signed webhook', () => {
  it('is verified by a Standard Webhooks library', () => {
    expect(new Webhook(OLD).verify(body, signed([OLD]))).toEqual(JSON.parse(body));
  });

  it('is signed exactly as the library signs', () => {
    const headers = signWebhook({ id: 'msg_1', timestampSeconds: 1_800_000_000, body, secrets: [OLD] });
    expect(headers).toEqual({
      'webhook-id': 'msg_1',
      'webhook-timestamp': '1800000000',
      'webhook-signature': new Webhook(OLD).sign('msg_1', new Date(1_800_000_000_000), body),
    });
  });

  it.each([OLD, NEW])('is verified by either secret while they rotate (%#)', (secret) => {
    const headers = signed([NEW, OLD]);
    expect(headers['webhook-signature']).toMatch(/^v1,[^ ]+ v1,[^ ]+$/);
    expect(new Webhook(secret).verify(body, headers)).toEqual(JSON.parse(body));
  });

  it.each([
    ['another secret', () => new Webhook(NEW).verify(body, signed([OLD]))],
    ['another body', () => new Webhook(OLD).verify(`${body} `, signed([OLD]))],
    ['another id', () => new Webhook(OLD).verify(body, { ...signed([OLD]), 'webhook-id': 'msg_2' })],
    [
      'an old timestamp',
      () => new Webhook(OLD).verify(body, signed([OLD], { timestampSeconds: 1_700_000_000 })),
    ],
  ])('is refused with %s', (_, verify) => {
    expect(verify).toThrow();
  });

  it.each([[[]], [['']], [['whsec_']], [['whsec_nöt base64']]])(
    'needs a proper secret, not %j',
    (secrets) => {
      expect(() => signed(secrets)).toThrow(TypeError);
    },
  );

  it('never tells the secret in an error', () => {
    expect(() => signed(['whsec_hidden words'])).toThrow(/^(?!.*hidden)/);
  });
});
