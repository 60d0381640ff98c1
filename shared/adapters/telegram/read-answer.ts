import type { BotApiAnswer, BotApiRefusal } from '../../ports.ts';

const DESCRIPTION_CHARACTERS = 256;

/** What the Bot API itself says; undefined if these are not its words, whoever wrote them. */
export function readAnswer(text: string, status: number): BotApiAnswer['answer'] {
  const answer = fieldsOf(parsed(text));
  if (answer['ok'] === true)
    return isSuccess(status) && 'result' in answer ? { ok: true, value: answer['result'] } : undefined;
  return answer['ok'] === false ? refusalOf(answer) : undefined;
}

function refusalOf({ error_code, description, parameters }: Fields): BotApiRefusal | undefined {
  const code = wholeNumber(error_code);
  if (code === undefined || code < 300 || code > 599 || typeof description !== 'string') return undefined;
  const { retry_after, migrate_to_chat_id } = fieldsOf(parameters);
  const wait = wholeNumber(retry_after);
  const moved = wholeNumber(migrate_to_chat_id);
  return {
    ok: false,
    code,
    description: description.slice(0, DESCRIPTION_CHARACTERS),
    ...(wait !== undefined && wait >= 0 && { retry_after: wait }),
    ...(moved !== undefined && moved !== 0 && { migrate_to: String(moved) }),
  };
}

type Fields = Record<string, unknown>;

function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? (value as Fields) : {};
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function wholeNumber(value: unknown): number | undefined {
  return Number.isSafeInteger(value) ? (value as number) : undefined;
}

function isSuccess(status: number): boolean {
  return status >= 200 && status <= 299;
}
