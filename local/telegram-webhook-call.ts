import { isObject, type Json } from './json-shape.ts';
import { parseJson } from './telegram-parameters.ts';

/** A method of the Bot API that a webhook's answer asks for; nobody tells the webhook what came of it. */
export interface WebhookCall {
  method: string;
  parameters: Json;
}

/** Methods that change how the bot is reached, or tell something, are not run from an answer. */
const NOT_FROM_ANSWERS = /^(get.*|setwebhook|deletewebhook|close|logout)$/i;

/** The call in a webhook's answer that is a success, if there is one. */
export async function callIn(response: Response): Promise<WebhookCall | undefined> {
  // Read in any case: the connection serves the next update.
  const text = await response.text();
  if (!response.ok || !/^application\/json\b/i.test(response.headers.get('content-type') ?? ''))
    return undefined;
  const said = parseJson(text);
  if (!isObject(said)) return undefined;
  const { method, ...parameters } = said;
  return typeof method === 'string' && /^\w+$/.test(method) && !NOT_FROM_ANSWERS.test(method)
    ? { method, parameters }
    : undefined;
}
