import { queueEdge } from '../../shared/edge/queue-edge.ts';
import { type AnswerPorts, answerConversation } from '../../shared/usecases/answer-conversation.ts';

export interface Classify extends AnswerPorts {
  /** Records of a batch are attended to side by side, so that what they signal may travel together. */
  company: { attend(work: () => Promise<void>): Promise<void> };
}

/** What works on the inbound lane. */
export function consumer(ports: Classify) {
  return queueEdge(ports.journal, {
    handle: (signal) => ports.company.attend(() => answerConversation(ports, signal)),
  });
}
