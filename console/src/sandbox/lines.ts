import type { OwnWords } from './own-words.ts';
import type { BotSaid, Webhook } from './stage.ts';

/** One bubble of a conversation as its customer sees it. */
export interface Line {
  key: string;
  at: number;
  mine: boolean;
  text: string;
  photo: boolean;
  /** Buttons under it. */
  buttons: { text: string; data: string }[];
  messageId?: number | undefined;
  /** Who said it, if the partner is told. */
  source?: string | undefined;
  /** The CRM refused it. */
  refused?: number | undefined;
}

/** What the demo CRM is told of one reply (design §1.4). */
interface Reply {
  client_id?: string;
  response_text?: string;
  source?: string;
}

export function chatLines(own: readonly OwnWords[], said: readonly BotSaid[]): Line[] {
  return inOrder([...own.map(ownLine), ...said.flatMap(botLine)]);
}

export function crmLines(client: string, own: readonly OwnWords[], posts: readonly Webhook[]): Line[] {
  return inOrder([...own.map(ownLine), ...posts.flatMap((post, at) => webhookLine(client, post, at))]);
}

function ownLine({ at, text, photo = false }: OwnWords): Line {
  return { key: `me-${at}-${text}`, at, mine: true, text, photo, buttons: [] };
}

function botLine({ at, method, message_id, text, caption, reply_markup }: BotSaid): Line[] {
  if (!method.startsWith('send')) return [];
  const keys = reply_markup?.inline_keyboard?.flat() ?? [];
  const buttons = keys.flatMap(({ text: name, callback_data }) =>
    callback_data === undefined ? [] : [{ text: name, data: callback_data }],
  );
  const shown = { text: text ?? caption ?? '', photo: false, buttons, messageId: message_id };
  return [{ key: `bot-${message_id ?? at}`, at: Date.parse(at), mine: false, ...shown }];
}

function webhookLine(client: string, { at, status, body }: Webhook, number: number): Line[] {
  const { client_id, response_text = '', source } = parse(body);
  if (client_id !== client) return [];
  const refused = status !== null && status < 300 ? undefined : (status ?? 0);
  const time = Date.parse(at);
  return [
    {
      key: `post-${number}`,
      at: time,
      mine: false,
      text: response_text,
      photo: false,
      buttons: [],
      source,
      refused,
    },
  ];
}

function parse(body: string): Reply {
  try {
    return JSON.parse(body) as Reply;
  } catch {
    return {};
  }
}

function inOrder(lines: Line[]): Line[] {
  return lines.toSorted((a, b) => a.at - b.at);
}
