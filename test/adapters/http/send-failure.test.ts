import { describe, expect, it } from 'vitest';
import { phaseTimeout } from '../../../shared/adapters/http/exchange.ts';
import { classifyFailure, SendFailure } from '../../../shared/adapters/http/send-failure.ts';

const error = (code: string, extra: object = {}) => Object.assign(new Error(code), { code, ...extra });

describe('a failure is classified by stage and code', () => {
  it.each([
    ['connecting', 'ECONNREFUSED', 'connect.refused'],
    ['connecting', 'ETIMEDOUT', 'connect.timeout'],
    ['connecting', 'ENETUNREACH', 'connect.unreachable'],
    ['connecting', 'EHOSTUNREACH', 'connect.unreachable'],
    ['connecting', 'ECONNRESET', 'connect.reset'],
    ['connecting', 'EACCES', 'connect.denied'],
    ['connecting', 'EMFILE', 'client.exhausted'],
    ['connecting', 'ESOMETHING', 'connect.failure'],
    ['securing', 'CERT_REVOKED', 'tls.revoked'],
    ['securing', 'SELF_SIGNED_CERT_IN_CHAIN', 'tls.self_signed'],
    ['securing', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'tls.untrusted'],
    ['securing', 'ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION', 'tls.protocol'],
    ['securing', 'ERR_SSL_UNSUPPORTED_PROTOCOL', 'tls.protocol'],
    ['securing', 'ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE', 'tls.handshake'],
    ['securing', 'ECONNRESET', 'tls.reset'],
    ['requesting', 'EPIPE', 'request.reset'],
    ['requesting', 'HPE_INVALID_CONSTANT', 'response.malformed'],
    ['requesting', 'HPE_HEADER_OVERFLOW', 'response.headers_too_large'],
    ['responding', 'ECONNRESET', 'response.aborted'],
    ['responding', 'HPE_INVALID_CHUNK_SIZE', 'response.malformed'],
  ] as const)('%s, %s: %s', (stage, code, expected) => {
    expect(classifyFailure(error(code), stage)).toMatchObject({ sendError: expected, code });
  });

  it('tells a hang-up from a reset, which names its system call', () => {
    expect(classifyFailure(error('ECONNRESET'), 'requesting').sendError).toBe('request.closed');
    expect(classifyFailure(error('ECONNRESET', { syscall: 'read' }), 'requesting').sendError).toBe(
      'request.reset',
    );
  });

  it('by the first of several addresses that failed', () => {
    const all = new AggregateError([error('ECONNREFUSED'), error('ENETUNREACH')]);
    expect(classifyFailure(all, 'connecting').sendError).toBe('connect.refused');
  });

  it('unless it has its class already', () => {
    const failure = new SendFailure('address.forbidden');
    expect(classifyFailure(failure, 'connecting')).toBe(failure);
  });

  it('even if it is no error at all', () => {
    expect(classifyFailure('thrown', 'connecting').sendError).toBe('connect.failure');
  });
});

describe('the connect deadline names the phase it met', () => {
  it.each([
    ['waiting for a socket', undefined, 'connect.timeout'],
    ['resolving', { openedAt: 0 }, 'dns.timeout'],
    ['dialling a name', { openedAt: 0, resolvedAt: 1, address: '93.184.216.34' }, 'connect.timeout'],
    ['dialling a literal', { openedAt: 0, address: '93.184.216.34' }, 'connect.timeout'],
    ['securing', { openedAt: 0, resolvedAt: 1, connectedAt: 2, address: '93.184.216.34' }, 'tls.timeout'],
  ] as const)('%s', (_, trace, expected) => {
    expect(phaseTimeout(trace)).toBe(expected);
  });
});
