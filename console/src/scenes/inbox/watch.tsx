import { useAlerts, useTitle } from './alerts/use-alerts.ts';
import { ALL } from './filters.ts';
import { useConversations } from './lists.ts';
import { useLiveInbox } from './use-live-inbox.ts';

/** Keeps what is known of the inbox true, and calls when somebody waits, in whatever room one is. Shows nothing. */
export default function Watch() {
  const { data = [], hasNextPage } = useConversations(ALL);
  useLiveInbox(useAlerts());
  useTitle(data, !hasNextPage);
  return null;
}
