import { DEMO } from '../../local/seed.ts';
import { callerOf } from './caller.ts';

/** An admin of the desk at `url`, who sees to incidents. */
export async function incidentsAt(url: string) {
  const call = callerOf(url);
  const credentials = { operator_id: DEMO.admin, password: DEMO.password };
  const { access_token } = await call<{ access_token: string }>('POST', '/api/auth/login', credentials);
  const headers = { authorization: `Bearer ${access_token}` };
  return {
    /** Its id. */
    async open(kinds: readonly string[], note?: string): Promise<string> {
      return (await call<{ id: string }>('POST', '/api/incidents', { kinds, note }, headers)).id;
    },
    async does(id: string, deed: string, body: object = {}): Promise<void> {
      await call('POST', `/api/incidents/${id}/${deed}`, body, headers);
    },
  };
}
