import type { IncomingMessage, ServerResponse } from 'node:http';
import type { GuardedClientOptions } from '../../../shared/adapters/http/guarded-client.ts';
import { HttpBotApi } from '../../../shared/adapters/telegram/bot-api.ts';
import { clientFor, httpServer } from '../http/local-servers.ts';

export const TOKEN = '110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw';
export const SECRET = 'AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw';

export interface Asked {
  verb: string;
  path: string;
  type: string | undefined;
  body: Record<string, unknown>;
}

/** What the server does with a request that it has read whole. */
export type Play = (response: ServerResponse, request: IncomingMessage) => void;

export const json =
  (status: number, body: unknown): Play =>
  (response) =>
    void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
export const ok = (result: unknown = true): Play => json(200, { ok: true, result });
export const refuse = (error_code: number, description: string, parameters?: object): Play =>
  json(error_code, { ok: false, error_code, description, ...(parameters && { parameters }) });
export const html =
  (status: number, text = '<html>Bad Gateway</html>'): Play =>
  (response) =>
    void response.writeHead(status, { 'content-type': 'text/html' }).end(text);
export const cut: Play = (_, request) => void request.socket.destroy();
export const reset: Play = (_, request) => void request.socket.resetAndDestroy();
export const silent: Play = () => {};
export const cutInTheMidst: Play = (response, request) => {
  response.writeHead(200, { 'content-length': '1000' });
  response.write('{"ok":true,"result":', () => request.socket.destroy());
};

/** A server that plays the Bot API over real sockets, one play a request and the last for all that follow. */
export async function playedBotApi(...plays: Play[]) {
  const asked: Asked[] = [];
  const server = await httpServer(async (request, response) => {
    const chunks: Buffer[] = await request.toArray();
    const text = Buffer.concat(chunks).toString();
    asked.push({
      verb: request.method ?? '',
      path: request.url ?? '',
      type: request.headers['content-type'],
      body: text === '' ? {} : JSON.parse(text),
    });
    plays[Math.min(asked.length, plays.length) - 1]?.(response, request);
  });
  const base = `http://localhost:${server.port}/_local/telegram`;
  return { asked, base, server, api: apiAt(base) };
}

export function apiAt(base: string, options: Partial<GuardedClientOptions> = {}): HttpBotApi {
  return new HttpBotApi({ client: clientFor(options), base });
}
