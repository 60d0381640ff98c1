/** Where the API is, and with whose key it is asked. */
export interface Access {
  url: string;
  token: string;
}

export type Answer = Record<string, unknown>;

/** Asks the API; the answer's body. @throws Refusal */
export type Ask = (
  method: 'GET' | 'POST' | 'PUT' | 'DELETE',
  path: string,
  body?: unknown,
) => Promise<Answer>;

/** The API said no, or did not answer. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly issues: string[];

  constructor(message: string, issues: string[] = []) {
    super(message);
    this.issues = issues;
  }
}

const ANSWERS_WITHIN_MS = 30_000;

export function askerOf({ url, token }: Access): Ask {
  return async (method, path, body) => {
    const response = await send(`${url.replace(/\/+$/, '')}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(ANSWERS_WITHIN_MS),
      // The key goes where it was meant to go, and nowhere else.
      redirect: 'error',
    });
    const answer = readAnswer(await response.text());
    if (response.ok) return answer;
    throw refusalOf(response.status, answer);
  };
}

async function send(url: string, request: RequestInit): Promise<Response> {
  try {
    return await fetch(url, request);
  } catch (error) {
    const { cause, message } = error as { cause?: { code?: string }; message: string };
    throw new Refusal(`${new URL(url).origin} does not answer: ${cause?.code ?? message}`);
  }
}

function readAnswer(text: string): Answer {
  try {
    const answer: unknown = JSON.parse(text);
    return typeof answer === 'object' && answer !== null ? (answer as Answer) : {};
  } catch {
    return {};
  }
}

function refusalOf(status: number, { code, detail, errors }: Answer): Refusal {
  const issues = (Array.isArray(errors) ? errors : []) as { path?: string; message?: string }[];
  return new Refusal(
    typeof detail === 'string' ? `${detail} (${String(code)})` : `the answer was ${status}`,
    issues.map(({ path = '', message = '' }) => (path === '' ? message : `${path}: ${message}`)),
  );
}
