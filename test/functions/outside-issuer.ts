import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type CryptoKey, exportJWK, generateKeyPair, type JWK, type JWTPayload, SignJWT } from 'jose';

/** A key pair of an issuer, and its public half as the issuer publishes it. */
export interface IssuerKey {
  privateKey: CryptoKey;
  published: JWK;
  alg: string;
}

export async function issuerKey(kid: string, alg = 'RS256'): Promise<IssuerKey> {
  const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true });
  return { privateKey, published: { ...(await exportJWK(publicKey)), kid, alg, use: 'sig' }, alg };
}

/** An OpenID provider on this machine. */
export interface LocalIssuer extends AsyncDisposable {
  url: string;
  keys: JWK[];
  /** Paths that were asked for. */
  asked: string[];
  /** Answers every request in place of what is published. */
  answer: ((response: ServerResponse) => void) | undefined;
  sign(claims: JWTPayload, key: IssuerKey, header?: Record<string, unknown>): Promise<string>;
}

export async function startIssuer(): Promise<LocalIssuer> {
  const server = createServer((request, response) => {
    issuer.asked.push(request.url ?? '');
    if (issuer.answer) return issuer.answer(response);
    const description = { issuer: issuer.url, jwks_uri: `${issuer.url}/keys` };
    const body = request.url === '/keys' ? { keys: issuer.keys } : description;
    response.setHeader('content-type', 'application/json').end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const issuer: LocalIssuer = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    keys: [],
    asked: [],
    answer: undefined,
    sign: (claims, { privateKey, published, alg }, header = {}) =>
      new SignJWT(claims).setProtectedHeader({ alg, kid: published.kid ?? '', ...header }).sign(privateKey),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return issuer;
}
