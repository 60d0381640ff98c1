import type { JwkItem, JwksBody } from '../../shared/contracts/partner-responses.ts';
import { LIMITS } from '../../shared/domain/limits.ts';
import { publishedKeys, type WebhookKey } from '../../shared/domain/webhook-key.ts';
import { type HttpResponse, json } from '../../shared/edge/responses.ts';
import type { Door } from './routes.ts';

/** `GET /.well-known/jwks.json`: the public halves of the desk's keys. None is made here. */
export async function getJwks({ webhookKeys, clock }: Door): Promise<HttpResponse> {
  const keys = publishedKeys(await webhookKeys.keys(), clock.business()).map(jwkView);
  // The first key signs at once, so nobody may remember that there was none.
  const kept = keys.length > 0 ? `public, max-age=${LIMITS.jwksSeconds}` : 'no-cache';
  return json(200, { keys } satisfies JwksBody, { 'cache-control': kept });
}

function jwkView({ kid, x }: WebhookKey): JwkItem {
  return { kty: 'OKP', crv: 'Ed25519', x, kid, use: 'sig', alg: 'EdDSA' };
}
