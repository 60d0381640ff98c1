import { type Ask, Refusal } from '../../bin/admin/api.ts';
import { runAdmin } from '../../bin/admin/run.ts';
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

/** Types a command at this desk; what it said, and its exit code. */
export function typingAt(door: OpenOperatorDoor) {
  return async (...args: string[]) => {
    const said = { out: [] as string[], err: [] as string[] };
    const code = await runAdmin(args, {
      env: { FIRSTLINE_ADMIN_TOKEN: 'key-of-root' },
      input: () => '',
      asker: () => askAt(door),
      out: (line) => said.out.push(line),
      err: (line) => said.err.push(line),
    });
    return { code, out: said.out.join('\n'), err: said.err.join('\n') };
  };
}
