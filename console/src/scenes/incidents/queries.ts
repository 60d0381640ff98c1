import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import type { BroadcastsPage } from '../../../../shared/contracts/broadcast-responses.ts';
import type {
  IncidentBody,
  IncidentsPage,
  LinkedPage,
} from '../../../../shared/contracts/incident-responses.ts';
import { read } from '../../api/client.ts';
import { usePollWhileAway } from '../../realtime/use-live.ts';

/** The open ones first, then the newest. */
export function useIncidents() {
  return useInfiniteQuery({
    queryKey: ['incidents'],
    queryFn: ({ pageParam, signal }) =>
      read<IncidentsPage>('/api/incidents', { cursor: pageParam, limit: 30 }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next ?? undefined,
    refetchInterval: usePollWhileAway(),
  });
}

export function useIncident(id: string) {
  return useQuery({
    queryKey: ['incidents', id],
    queryFn: ({ signal }) => read<IncidentBody>(`/api/incidents/${id}`, {}, signal),
    refetchInterval: usePollWhileAway(),
  });
}

export function useLinked(id: string) {
  return useQuery({
    queryKey: ['incidents', id, 'conversations'],
    queryFn: ({ signal }) => read<LinkedPage>(`/api/incidents/${id}/conversations`, { limit: 30 }, signal),
  });
}

export function useBroadcasts() {
  return useInfiniteQuery({
    queryKey: ['broadcasts'],
    queryFn: ({ pageParam, signal }) =>
      read<BroadcastsPage>('/api/broadcasts', { cursor: pageParam, limit: 30 }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next ?? undefined,
    refetchInterval: usePollWhileAway(),
  });
}
