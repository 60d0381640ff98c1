import type { SendErrorClass } from '../../domain/delivery.ts';
import { errorCode } from './resolver.ts';

/** A failure whose class is already known; everything else is classified by the platform's code and the stage. */
export class SendFailure extends Error {
  override readonly name = 'SendFailure';
  readonly sendError: SendErrorClass;
  readonly code: string | undefined;

  constructor(sendError: SendErrorClass, code?: string) {
    super(sendError);
    this.sendError = sendError;
    this.code = code;
  }
}

/** How far an attempt had come when it failed. */
export type Stage = 'connecting' | 'securing' | 'requesting' | 'responding';

const DNS: Readonly<Record<string, SendErrorClass>> = {
  ENOTFOUND: 'dns.not_found',
  ENODATA: 'dns.no_address',
  ETIMEOUT: 'dns.timeout',
};

const CONNECT: Readonly<Record<string, SendErrorClass>> = {
  ECONNREFUSED: 'connect.refused',
  ETIMEDOUT: 'connect.timeout',
  ERR_SOCKET_CONNECTION_TIMEOUT: 'connect.timeout',
  ENETUNREACH: 'connect.unreachable',
  EHOSTUNREACH: 'connect.unreachable',
  ENETDOWN: 'connect.unreachable',
  EHOSTDOWN: 'connect.unreachable',
  EADDRNOTAVAIL: 'connect.unreachable',
  ECONNRESET: 'connect.reset',
  ECONNABORTED: 'connect.reset',
  EACCES: 'connect.denied',
  EPERM: 'connect.denied',
};

const TLS: Readonly<Record<string, SendErrorClass>> = {
  CERT_HAS_EXPIRED: 'tls.expired',
  CERT_NOT_YET_VALID: 'tls.not_yet_valid',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'tls.self_signed',
  SELF_SIGNED_CERT_IN_CHAIN: 'tls.self_signed',
  ERR_TLS_CERT_ALTNAME_INVALID: 'tls.hostname_mismatch',
  HOSTNAME_MISMATCH: 'tls.hostname_mismatch',
  UNABLE_TO_GET_ISSUER_CERT: 'tls.untrusted',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'tls.untrusted',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'tls.untrusted',
  CERT_SIGNATURE_FAILURE: 'tls.untrusted',
  CERT_CHAIN_TOO_LONG: 'tls.untrusted',
  CERT_UNTRUSTED: 'tls.untrusted',
  CERT_REJECTED: 'tls.untrusted',
  INVALID_CA: 'tls.untrusted',
  INVALID_PURPOSE: 'tls.untrusted',
  PATH_LENGTH_EXCEEDED: 'tls.untrusted',
  CERT_REVOKED: 'tls.revoked',
  ECONNRESET: 'tls.reset',
  EPIPE: 'tls.reset',
};

const EXHAUSTED = ['EMFILE', 'ENFILE', 'ENOBUFS', 'ENOMEM'];
const WRONG_PROTOCOL =
  /WRONG_VERSION|PROTOCOL_VERSION|UNSUPPORTED_PROTOCOL|UNKNOWN_PROTOCOL|PACKET_LENGTH|HTTP_REQUEST|NOT_TLS/;

/** The class of a failed name look-up, by the resolver's code. */
export function classifyDns(error: unknown): SendFailure {
  const code = errorCode(error);
  return new SendFailure(DNS[code] ?? 'dns.failure', code);
}

/** The class of whatever a socket, TLS or HTTP raised at that stage. */
export function classifyFailure(error: unknown, stage: Stage): SendFailure {
  const cause = error instanceof AggregateError ? error.errors[0] : error;
  if (cause instanceof SendFailure) return cause;
  const code = opensslCode(cause) ?? errorCode(cause);
  return new SendFailure(EXHAUSTED.includes(code) ? 'client.exhausted' : classOf[stage](code, cause), code);
}

const classOf: Readonly<Record<Stage, (code: string, error: unknown) => SendErrorClass>> = {
  connecting: (code) => CONNECT[code] ?? 'connect.failure',
  securing: (code) => TLS[code] ?? (WRONG_PROTOCOL.test(code) ? 'tls.protocol' : 'tls.handshake'),
  requesting: (code, error) => malformed(code) ?? lateAlert(code) ?? brokenRequest(code, error),
  responding: (code) => malformed(code) ?? 'response.aborted',
};

function malformed(code: string): SendErrorClass | undefined {
  if (code === 'HPE_HEADER_OVERFLOW') return 'response.headers_too_large';
  return code.startsWith('HPE_') ? 'response.malformed' : undefined;
}

// A handshake that fails while writing is a bare EPROTO; OpenSSL's reason is in its message alone.
function opensslCode(error: unknown): string | undefined {
  if (errorCode(error) !== 'EPROTO' || !(error instanceof Error)) return undefined;
  const reason = /:SSL routines:[^:]*:([\w /]{1,48}):/.exec(error.message)?.[1];
  return reason && `ERR_SSL_${reason.toUpperCase().replace(/\W/g, '_')}`;
}

// In TLS 1.3 the server refuses a missing client certificate when we already take the handshake for done.
function lateAlert(code: string): SendErrorClass | undefined {
  return code.startsWith('ERR_SSL_') ? 'tls.handshake' : undefined;
}

// A reset names the system call that met it; an orderly end before the response does not.
function brokenRequest(code: string, error: unknown): SendErrorClass {
  const hangUp = code === 'ECONNRESET' && error instanceof Error && !('syscall' in error);
  return hangUp ? 'request.closed' : 'request.reset';
}
