import { classifiedBy, readWords } from '../domain/burst.ts';
import type { Head } from '../domain/conversation.ts';
import { timeOf } from '../domain/ids.ts';
import { LIMITS } from '../domain/limits.ts';
import type { Classifier, Clock, Conversations, Handbooks, Journal } from '../ports.ts';
import { type WatchPorts, watchOutage } from './watch-outage.ts';

export interface OverhearPorts {
  conversations: Pick<Conversations, 'burst'>;
  classifier: Classifier;
  handbooks: Handbooks;
  clock: Pick<Clock, 'business'>;
  journal: Journal;
  outages?: WatchPorts | undefined;
}

/** What is written to an operator is not the bot's to answer, but it counts when outages are sensed. */
export async function overhear(ports: OverhearPorts, head: Head): Promise<void> {
  const { outages, clock, conversations, handbooks, classifier, journal } = ports;
  const since = clock.business() - LIMITS.troubleWindow;
  const fresh = head.pending.filter((id) => timeOf(id) > since).slice(-LIMITS.overheardMessages);
  if (!outages || fresh.length === 0) return;
  try {
    const handbook = await handbooks.current();
    if (!handbook.policy.outages.sense) return;
    const { messages } = await conversations.burst(head.id, fresh);
    const words = readWords(messages);
    if (words.text === '') return;
    const judged = await classifier.classify(words.text);
    const classification = classifiedBy(judged.classification, words, handbook);
    await watchOutage(outages, { head, messages, classification, policy: handbook.policy });
  } catch (error) {
    const name = error instanceof Error ? error.name : 'unknown';
    journal.error('outage.unsensed', { conversation_id: head.id, error: name });
  }
}
