import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import type {
  DeliveriesPage,
  EndpointsPage,
  JobBody,
} from '../../../../shared/contracts/operator-responses.ts';
import type { DeliveryBody } from '../../../../shared/contracts/partner-responses.ts';
import { read } from '../../api/client.ts';
import { usePollWhileAway } from '../../realtime/use-live.ts';

/** Which deaths are shown, and would be sent again. */
export interface DeliveryFilter {
  partner: string;
  rule: string;
  endpoint: string;
}

const JOB_EVERY_MS = 1000;

export function useDeliveries(state: 'dead' | 'held', filter: DeliveryFilter) {
  return useInfiniteQuery({
    queryKey: ['deliveries', state, filter],
    queryFn: ({ pageParam, signal }) =>
      read<DeliveriesPage>('/api/deliveries', { state, ...filter, cursor: pageParam, limit: 50 }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next ?? undefined,
    refetchInterval: usePollWhileAway(),
  });
}

export function useEndpoints() {
  return useInfiniteQuery({
    queryKey: ['deliveries', 'endpoints'],
    queryFn: ({ pageParam, signal }) =>
      read<EndpointsPage>('/api/endpoints', { cursor: pageParam, limit: 100 }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next ?? undefined,
    refetchInterval: usePollWhileAway(),
  });
}

/** Every try of one text. */
export function useDelivery(message: string) {
  return useQuery({
    queryKey: ['deliveries', 'one', message],
    queryFn: ({ signal }) => read<DeliveryBody>(`/api/deliveries/${message}`, {}, signal),
  });
}

/** How far a job is; asked for until it has ended, since no frame tells of it. */
export function useJob(id: string | undefined) {
  return useQuery({
    queryKey: ['deliveries', 'job', id],
    queryFn: ({ signal }) => read<JobBody>(`/api/deliveries/redrive/${id}`, {}, signal),
    enabled: id !== undefined,
    refetchInterval: ({ state }) => (state.data?.ended_at ? false : JOB_EVERY_MS),
  });
}
