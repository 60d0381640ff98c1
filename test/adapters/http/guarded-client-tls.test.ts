import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ServerOptions } from 'node:https';
import { afterEach, describe, expect, it, vi } from 'vitest';
import {
  certificate,
  cleanUp,
  clientFor,
  divertTo,
  HOST,
  httpServer,
  httpsServer,
  post,
  tcpServer,
} from './local-servers.ts';

afterEach(cleanUp);

const SHORT_CONNECT = { connectMs: 250, headersMs: 5_000, totalMs: 5_000 };
const ok = (_: IncomingMessage, response: ServerResponse) => void response.end('thanks');
const trusting = { ca: certificate('self-signed') };

describe('over TLS a post', () => {
  it('reaches a server whose certificate is trusted, timed by phase', async () => {
    const server = await httpsServer(ok);
    const { divert, passed } = divertTo(server.port, trusting);
    const result = await post(clientFor({ divert }), `https://${HOST}/hook`);
    expect(result).toMatchObject({ kind: 'response', status: 200, body: 'thanks' });
    expect(Object.keys(result.timing).sort()).toEqual([
      'connect_ms',
      'dns_ms',
      'first_byte_ms',
      'tls_ms',
      'total_ms',
    ]);
    expect(passed).toEqual(['93.184.216.34']);
  });

  it('reuses the socket', async () => {
    const server = await httpsServer(ok);
    const client = clientFor(divertTo(server.port, trusting));
    await post(client, `https://${HOST}/hook`);
    const second = await post(client, `https://${HOST}:443/other`);
    expect(server.connections()).toBe(1);
    expect(Object.keys(second.timing).sort()).toEqual(['first_byte_ms', 'total_ms']);
  });

  it('names the host to the server, without a trailing dot', async () => {
    const names: unknown[] = [];
    const server = await httpsServer((request, response) => {
      names.push((request.socket as { servername?: unknown }).servername, request.headers.host);
      response.end();
    });
    await post(clientFor(divertTo(server.port, trusting)), `https://${HOST}./`);
    expect(names).toEqual([HOST, HOST]);
  });
});

describe('a certificate', () => {
  const served = (name: Parameters<typeof certificate>[0]) => ({ cert: certificate(name) });
  it.each<[string, ServerOptions, Record<string, unknown>, string, string]>([
    ['self-signed', {}, {}, HOST, 'tls.self_signed'],
    ['that has expired', served('expired'), { ca: certificate('expired') }, HOST, 'tls.expired'],
    [
      'not valid yet',
      served('not-yet-valid'),
      { ca: certificate('not-yet-valid') },
      HOST,
      'tls.not_yet_valid',
    ],
    ['for another name', {}, trusting, 'other.example.com', 'tls.hostname_mismatch'],
    ['of an unknown issuer', served('unknown-issuer'), {}, HOST, 'tls.untrusted'],
  ])('%s ends the attempt before anything is sent', async (_, options, extra, host, error) => {
    let requests = 0;
    const server = await httpsServer(() => void requests++, options);
    const result = await post(clientFor(divertTo(server.port, extra)), `https://${host}/`);
    expect(result).toMatchObject({ kind: 'error', error, detail: expect.stringMatching(/CERT|ISSUER|LEAF/) });
    expect(requests).toBe(0);
  });

  it('is verified whatever the environment says', async () => {
    vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0');
    const server = await httpsServer(ok);
    const result = await post(clientFor(divertTo(server.port)), `https://${HOST}/`);
    expect(result).toMatchObject({ kind: 'error', error: 'tls.self_signed' });
  });
});

describe('a server', () => {
  it('that speaks plain HTTP', async () => {
    const server = await httpServer(ok);
    const result = await post(clientFor(divertTo(server.port)), `https://${HOST}/`);
    expect(result).toMatchObject({ kind: 'error', error: 'tls.protocol' });
  });

  it('that speaks no TLS newer than 1.1', async () => {
    const server = await httpsServer(ok, {
      minVersion: 'TLSv1',
      maxVersion: 'TLSv1.1',
      ciphers: 'DEFAULT@SECLEVEL=0',
    });
    const result = await post(clientFor(divertTo(server.port, trusting)), `https://${HOST}/`);
    expect(result).toMatchObject({ kind: 'error', error: 'tls.protocol' });
  });

  it('that shares no cipher with us', async () => {
    const server = await httpsServer(ok, { maxVersion: 'TLSv1.2', ciphers: 'ECDHE-ECDSA-AES128-SHA' });
    const extra = { ...trusting, ciphers: 'ECDHE-ECDSA-AES256-GCM-SHA384', maxVersion: 'TLSv1.2' };
    const result = await post(clientFor(divertTo(server.port, extra)), `https://${HOST}/`);
    expect(result).toMatchObject({
      kind: 'error',
      error: 'tls.handshake',
      detail: expect.stringContaining('HANDSHAKE_FAILURE'),
    });
  });

  it('that wants a client certificate, which TLS 1.3 says late', async () => {
    const server = await httpsServer(ok, {
      requestCert: true,
      rejectUnauthorized: true,
      ca: certificate('expired'),
    });
    const result = await post(clientFor(divertTo(server.port, trusting)), `https://${HOST}/`);
    expect(result).toMatchObject({ kind: 'error', error: 'tls.handshake' });
  });

  it('that closes during the handshake', async () => {
    const server = await tcpServer((socket) => void socket.once('data', () => socket.end()));
    const result = await post(clientFor(divertTo(server.port)), `https://${HOST}/`);
    expect(result).toMatchObject({ kind: 'error', error: 'tls.reset', address: '127.0.0.1' });
  });

  it('that never answers the handshake', async () => {
    const server = await tcpServer((socket) => void socket.resume());
    const result = await post(
      clientFor({ ...divertTo(server.port), deadlines: SHORT_CONNECT }),
      `https://${HOST}/`,
    );
    expect(result).toMatchObject({ kind: 'error', error: 'tls.timeout' });
    expect(result.timing).toHaveProperty('connect_ms');
    await expect.poll(() => server.sockets()[0]?.destroyed).toBe(true);
  });
});
