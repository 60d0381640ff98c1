import { useSyncExternalStore } from 'react';
import type { MeBody } from '../../../shared/contracts/sign-in-responses.ts';
import { currentSession, onSession, type Session } from './session.ts';

export function useSession(): Session {
  return useSyncExternalStore(onSession, currentSession);
}

/** Who has signed in. @throws Error outside of the rooms that only they enter. */
export function useMe(): MeBody {
  const session = useSession();
  if (session.state !== 'in') throw new Error('nobody has signed in');
  return session.me;
}
