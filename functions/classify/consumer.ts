import { queueEdge } from '../../shared/edge/queue-edge.ts';
import { type AnswerPorts, answerConversation } from '../../shared/usecases/answer-conversation.ts';

/** What works on the inbound lane. */
export function consumer(ports: AnswerPorts) {
  return queueEdge(ports.journal, { handle: (signal) => answerConversation(ports, signal) });
}
