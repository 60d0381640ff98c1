import { queueEdge } from '../../shared/edge/queue-edge.ts';
import { answerConversation } from '../../shared/usecases/answer-conversation.ts';
import { wire } from './wiring.ts';

const ports = wire(process.env);

export const handler = queueEdge(ports.journal, {
  handle: (signal) => answerConversation(ports, signal),
});
