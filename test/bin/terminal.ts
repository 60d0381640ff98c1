import { type Ask, Refusal } from '../../bin/admin/api.ts';
import type { OpenOperatorDoor } from '../contracts/operator-door.ts';

/** The API behind a door in memory. */
export function askAt(door: OpenOperatorDoor): Ask {
  return async (method, path, body) => {
    const [rawPath = '', query] = path.split('?');
    const response = await door.ask({
      method,
      path: rawPath,
      ...(query !== undefined && { query: Object.fromEntries(new URLSearchParams(query)) }),
      ...(body !== undefined && { body }),
    });
    const answer = JSON.parse(response.body || '{}');
    if (response.statusCode < 300) return answer;
    throw new Refusal(
      answer.code,
      (answer.errors ?? []).map(({ path: at }: { path: string }) => at),
    );
  };
}
