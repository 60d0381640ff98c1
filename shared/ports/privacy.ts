import type { ClientRecord, Trace } from '../domain/client-record.ts';
import type { Head } from '../domain/conversation.ts';
import type { EraseJob, Job } from '../domain/job.ts';
import type { ListedClient } from './search.ts';
import type { Written } from './written.ts';

/** What is kept of one client, for whoever exports or erases it. Every read is strongly consistent. */
export interface ClientRecords {
  /**
   * Begins to erase: starts the job as the latest for its work and takes the conversation's head and the client's profile
   * away, all or nothing, if job and head still are those seen. What is admitted from then on is of a new conversation.
   */
  begin(seen: { job: Job | undefined; head: Head | undefined }, job: EraseJob): Promise<Written>;
  /** Rows of the conversation by their places, from behind `after` on. */
  records(conversationId: string, page: RecordsPage): Promise<ClientRecord[]>;
  /** Signals that crashed, of whatever conversation, from behind `after` on: places, and whose they are. */
  stuck(page: RecordsPage): Promise<{ place: string; conversation_id: string }[]>;
  /** What is kept by these keys, as far as it is there, in no order. */
  find(traces: readonly Trace[]): Promise<FoundTrace[]>;
  /** Puts a client into the list of all clients, in which it may be already. */
  list(client: ListedClient): Promise<void>;
  /** Takes these away; whatever is not there already is gone. */
  remove(traces: readonly Trace[]): Promise<void>;
}

export interface FoundTrace {
  kind: Trace['kind'];
  trace: Trace;
  value: object;
}

export interface RecordsPage {
  limit: number;
  after?: string | undefined;
}
