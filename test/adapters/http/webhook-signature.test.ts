import { createPublicKey, verify } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import { describe, expect, it } from 'vitest';
import { signWebhook } from '../../../shared/adapters/http/webhook-signature.ts';
import { aKeyPair } from '../../builders.ts';

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

describe('a webhook that is signed with the desk’s key, too', () => {
  const key = aKeyPair();
  const publicKey = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: key.x }, format: 'jwk' });
  const genuine = (headers: Record<string, string>, content: string) => {
    const signature = headers['webhook-signature']?.split(' ').at(-1)?.replace(/^v1a,/, '') ?? '';
    return verify(null, Buffer.from(content), publicKey, Buffer.from(signature, 'base64'));
  };

  it('carries the v1 signatures first, and then one of Ed25519 over the same content', () => {
    const headers = signed([NEW, OLD], { key });
    expect(headers['webhook-signature']).toMatch(/^v1,[^ ]+ v1,[^ ]+ v1a,[A-Za-z0-9+/]{86}==$/);
    const content = `msg_1.${headers['webhook-timestamp']}.${body}`;
    expect(genuine(headers, content)).toBe(true);
    expect(genuine(headers, `${content} `)).toBe(false);
  });

  it.each([OLD, NEW])('is still verified by a library that knows v1 alone (%#)', (secret) => {
    expect(new Webhook(secret).verify(body, signed([NEW, OLD], { key }))).toEqual(JSON.parse(body));
  });
});
