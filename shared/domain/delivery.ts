/** Where the time of one attempt went, in ms of wall time. A reused socket has no DNS, connect or TLS phase. */
export interface SendTiming {
  dns_ms?: number;
  connect_ms?: number;
  tls_ms?: number;
  /** From the ready socket to the response's head. */
  first_byte_ms?: number;
  /** From the call to its result, the response's body included. */
  total_ms: number;
}

/** What one attempt to send came back with. It is a value: sending never throws. */
export type SendResult = (
  | {
      kind: 'response';
      status: number;
      /** The header as received, unparsed. */
      retry_after?: string;
      /** At most 4 KiB of UTF-8, control characters replaced, a cut marked at its end. */
      body: string;
      /** The address that was dialled. */
      address?: string;
      timing: SendTiming;
    }
  | {
      kind: 'error';
      error: SendErrorClass;
      /** The status, if the response's head had come before the failure. */
      status?: number;
      /** The platform's own code (ECONNREFUSED, CERT_HAS_EXPIRED …), for whoever repairs it. */
      detail?: string;
      address?: string;
      timing: SendTiming;
    }
) & { chat?: ChatResult | undefined };

/** What a send to a chat came to, beyond HTTP. */
export interface ChatResult {
  /**
   * `taken`: all of it is in the chat. `refused`: an answer says that it is not. `unsent`: it failed before the request
   * could leave. `unknown`: it may be in the chat or not.
   */
  verdict: 'taken' | 'refused' | 'unsent' | 'unknown';
  /** Parts that are in the chat, earlier attempts' included, of how many. */
  parts: { sent: number; of: number };
  /** Why it was refused, if the Bot API said so. */
  reason?: ChatRefusal | undefined;
  /** Seconds to wait, for the whole bot. */
  retry_after?: number | undefined;
  /** What is left was not tried: the bot, or this attempt, has no room for it now. */
  paced?: true | undefined;
  /** The chat's new id, to which it was sent. */
  moved_to?: string | undefined;
}

/** Refusals that end more than this text. */
export type ChatRefusal = 'blocked' | 'no_chat' | 'token' | 'flood' | 'other';

/** Why no complete response came. The names are stable: they are stored, filtered by and documented. */
export type SendErrorClass =
  | 'url.forbidden'
  | 'address.forbidden'
  | 'dns.not_found'
  | 'dns.no_address'
  | 'dns.timeout'
  | 'dns.failure'
  | 'connect.refused'
  | 'connect.timeout'
  | 'connect.unreachable'
  | 'connect.reset'
  | 'connect.denied'
  | 'connect.failure'
  | 'tls.expired'
  | 'tls.not_yet_valid'
  | 'tls.self_signed'
  | 'tls.hostname_mismatch'
  | 'tls.untrusted'
  | 'tls.revoked'
  | 'tls.protocol'
  | 'tls.handshake'
  | 'tls.timeout'
  | 'tls.reset'
  | 'request.invalid'
  | 'request.reset'
  | 'request.closed'
  | 'response.timeout'
  | 'response.deadline'
  | 'response.headers_too_large'
  | 'response.malformed'
  | 'response.aborted'
  | 'client.exhausted'
  | 'client.closed';
