import { createServer, type IncomingHttpHeaders, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Api, GrammyError } from 'grammy';
import { onTestFinished } from 'vitest';
import { DEMO_BOT } from '../../local/telegram-demo.ts';
import { createTelegramPlay, type TelegramPlayOptions } from '../../local/telegram-play.ts';
import type { WallTime } from '../../local/telegram-wall-time.ts';
import { NOON } from './backend.ts';

export const DEMO = DEMO_BOT.token;

export interface FakeTime extends WallTime {
  /** Lets so many milliseconds pass, timer by timer. */
  pass(ms: number): void;
}

function fakeTime(): FakeTime {
  let now = NOON;
  let timers: { due: number; run: () => void }[] = [];
  return {
    now: () => now,
    after(ms, run) {
      const timer = { due: now + ms, run };
      timers.push(timer);
      return () => {
        timers = timers.filter((other) => other !== timer);
      };
    },
    pass(ms) {
      const end = now + ms;
      for (;;) {
        const next = timers.filter(({ due }) => due <= end).sort((one, other) => one.due - other.due)[0];
        if (!next) break;
        timers = timers.filter((other) => other !== next);
        now = Math.max(now, next.due);
        next.run();
      }
      now = end;
    },
  };
}

/** Listens on a free port until the test is over. */
export async function listening(answer: RequestListener): Promise<string> {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

export interface PlayServer {
  base: string;
  time: FakeTime;
  /** Lets so many milliseconds pass, on the wall and in business. */
  pass(ms: number): void;
  /** Moves business time on by so many milliseconds, and no other. */
  advance(ms: number): void;
  /** Calls one of the twin's own ends. */
  ask(method: string, path: string, body?: unknown): Promise<{ status: number; body: Answered }>;
  /** The chat's customer does this. */
  act(chat: number, body: unknown): Promise<{ update_id: number; message_id: number }>;
  /** What was sent into the chat. */
  sent(chat: number): Promise<Answered[]>;
  api(token?: string): Api;
  /** Resolves when no update is under way. */
  settled(): Promise<void>;
  close(): void;
}

// biome-ignore lint/suspicious/noExplicitAny: answers are looked into as the tests go.
export type Answered = any;

/** The play alone, behind a server of its own. */
export async function servePlay(options: Partial<TelegramPlayOptions> = {}): Promise<PlayServer> {
  const time = fakeTime();
  let business = NOON;
  const underWay = new Set<Promise<unknown>>();
  const play = createTelegramPlay({
    clock: { now: () => business },
    time,
    open(work) {
      const working = work();
      underWay.add(working);
      void working.finally(() => underWay.delete(working));
      return working;
    },
    ...options,
  });
  onTestFinished(play.close);
  const base = await listening(async (request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://twin');
    if (!(await play.handle(request, response, pathname))) response.writeHead(418).end();
  });
  const ask: PlayServer['ask'] = async (method, path, body) => {
    const given = body === undefined ? {} : { body: JSON.stringify(body) };
    const answer = await fetch(`${base}/_local/telegram${path}`, { method, ...given });
    return { status: answer.status, body: await answer.json() };
  };
  return {
    base,
    time,
    pass(ms) {
      business += ms;
      time.pass(ms);
    },
    advance(ms) {
      business += ms;
    },
    ask,
    act: async (chat, body) => (await ask('POST', `/chats/${chat}`, body)).body,
    sent: async (chat) => (await ask('GET', `/chats/${chat}`)).body.items,
    api: (token = DEMO) => new Api(token, { apiRoot: `${base}/_local/telegram` }),
    async settled() {
      do {
        await Promise.all(underWay);
        await new Promise((resolve) => setImmediate(resolve));
      } while (underWay.size > 0);
    },
    close: play.close,
  };
}

/** What a call was refused with. */
export async function refusal(call: Promise<unknown>): Promise<GrammyError> {
  const error = await call.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof GrammyError)) throw new Error(`not refused: ${error}`);
  return error;
}

export interface Door {
  url: string;
  taken: { update: Answered; headers: IncomingHttpHeaders }[];
  /** How it answers from now on; by default 200. */
  answer: (update: Answered) => Reply | Promise<Reply>;
}

export type Reply = number | { status: number; headers?: Record<string, string>; body?: string };

/** A webhook's receiver, which remembers everything that came. */
export async function openReceiver(): Promise<Door> {
  const door: Door = { url: '', taken: [], answer: () => 200 };
  const base = await listening(async (request, response) => {
    const update: Answered = JSON.parse((await request.setEncoding('utf8').toArray()).join(''));
    door.taken.push({ update, headers: request.headers });
    const reply = await door.answer(update);
    const {
      status,
      headers = {},
      body,
    }: Exclude<Reply, number> = typeof reply === 'number' ? { status: reply } : reply;
    response.writeHead(status, headers).end(body);
  });
  door.url = `${base}/api/telegram/demo/webhook`;
  return door;
}
