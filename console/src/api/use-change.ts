import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useNotices } from '../common/notices.ts';
import { change } from './client.ts';

export interface Changing {
  busy: boolean;
  /** Gives what the API answers; nothing, if it refused, which has been said then. */
  run<Body>(
    method: 'POST' | 'PUT' | 'DELETE',
    path: string,
    body?: unknown,
    done?: string,
  ): Promise<Body | undefined>;
}

/** Changes something of the desk, says what became of it, and has what depends on it read again. */
export function useChange(...stale: string[]): Changing {
  const queries = useQueryClient();
  const notices = useNotices();
  const [busy, setBusy] = useState(false);
  return {
    busy,
    async run<Body>(method: 'POST' | 'PUT' | 'DELETE', path: string, body?: unknown, done?: string) {
      setBusy(true);
      try {
        const answer = await change<Body>(method, path, body);
        if (done !== undefined) notices.done(done);
        return answer;
      } catch (error) {
        notices.failed(error);
        return undefined;
      } finally {
        setBusy(false);
        for (const key of stale) void queries.invalidateQueries({ queryKey: [key] });
      }
    },
  };
}
