import type { BedrockRuntimeClientResolvedConfig } from '@aws-sdk/client-bedrock-runtime';
import { bodyOf, OWN_CONNECTION } from './http-answer.ts';

type Handler = BedrockRuntimeClientResolvedConfig['requestHandler'];

/** No whole answer came. What was thrown may hold anything, so nobody looks into it. */
export class Unreached extends Error {}
/** There is more of the answer than is read. */
export class TooLong extends Error {}

/** `fetch` makes these itself, and the same. */
const NOT_OURS = new Set(['host', 'content-length']);

/**
 * Carries the SDK's requests as those of other servers are carried, by the built-in `fetch`: it follows no redirect, reads a bounded
 * body, and the signal ends both. The SDK's own handler reads whatever is sent, and keeps its sockets.
 */
export const boundedFetch: Handler = {
  async handle(request, { abortSignal }: { abortSignal?: unknown } = {}) {
    const { protocol, hostname, port, path, method, body } = request;
    const url = `${protocol}//${hostname}${port === undefined ? '' : `:${port}`}${path}`;
    const headers = { ...withoutOurs(request.headers), ...OWN_CONNECTION };
    // The type still knows a forerunner of AbortSignal; whoever asks gives the real one.
    const signal = (abortSignal as AbortSignal | undefined) ?? null;
    const response = await fetch(url, { method, headers, body, redirect: 'manual', signal }).catch(unreached);
    const answer = await bodyOf(response).catch(unreached);
    if (answer === undefined) throw new TooLong();
    const { status: statusCode } = response;
    return { response: { statusCode, headers: Object.fromEntries(response.headers), body: answer } };
  },
  updateHttpClientConfig: () => undefined,
  httpHandlerConfigs: () => ({}),
};

function unreached(): never {
  throw new Unreached();
}

function withoutOurs(headers: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !NOT_OURS.has(name.toLowerCase())));
}
