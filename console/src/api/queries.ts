import { QueryClient } from '@tanstack/react-query';
import { isProblem } from './problem.ts';

const RETRIES = 2;
const FRESH_MS = 30_000;

/** What was read from the API. Frames say what is out of date, so nothing is read again just because time passes. */
export const QUERIES = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: FRESH_MS,
      retry: (failures, error) => failures < RETRIES && mayPass(error),
      refetchOnWindowFocus: false,
    },
  },
});

/** A refusal stays one; a line that is down, or a desk that is busy, may not. */
function mayPass(error: unknown): boolean {
  return isProblem(error) && (error.status === 0 || error.status === 429 || error.status >= 500);
}
