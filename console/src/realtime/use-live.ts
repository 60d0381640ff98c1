import type { QueryClient } from '@tanstack/react-query';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useSyncExternalStore } from 'react';
import type { Frame } from '../../../shared/contracts/screen-frames.ts';
import { sawTime } from '../twin/business-clock.ts';
import { goLive, type LiveState, liveState, onFrame, onLiveState, onOpen } from './live.ts';
import { soon } from './soon.ts';

const POLL_MS = 15_000;

export function useLiveState(): LiveState {
  return useSyncExternalStore(onLiveState, liveState);
}

/** For `refetchInterval`: nothing is asked for again and again while the line is open. */
export function usePollWhileAway(): number | false {
  return useLiveState().is === 'live' ? false : POLL_MS;
}

/** Holds the line while somebody sits here, and lets frames say what has to be read again. */
export function useLive(): void {
  const queries = useQueryClient();
  useEffect(() => {
    const again = soon((key) => void queries.invalidateQueries({ queryKey: JSON.parse(key) as string[] }));
    const ends = [
      onOpen(() => void queries.invalidateQueries()),
      onFrame((frame) => takeHint(frame, queries, again)),
      goLive(),
    ];
    return () => ends.forEach((end) => void end());
  }, [queries]);
}

/** Frames are hints: they only say what is out of date, and the table is read. */
function takeHint(frame: Frame, queries: QueryClient, again: (key: string) => void): void {
  const stale = (...key: string[]) => again(JSON.stringify(key));
  const id = frame.conversation_id;
  if (frame.type === 'resync' && id === null) void queries.invalidateQueries();
  if (id === null) {
    if ((frame.type as string) === 'incident.updated') {
      stale('incidents');
      stale('broadcasts');
    }
    return;
  }
  if (frame.type === 'typing' || frame.type === 'presence') return;
  if (frame.type === 'message.created') for (const { at } of frame.data.messages) sawTime(at);
  if (frame.type === 'delivery.updated') stale('deliveries');
  // The lists and the conversation itself are the inbox's to keep (scenes/inbox/use-live-inbox.ts).
  stale('timeline', id);
}
