import type { Head } from '../domain/conversation.ts';
import { conversationOf } from '../domain/ids.ts';
import type { Turn } from '../domain/turn.ts';
import type { Clock, Conversations, Pause } from '../ports.ts';
import { turnAnswering } from './find-turn.ts';

export interface AwaitPorts {
  conversations: Pick<Conversations, 'head' | 'decisionsAfter'>;
  clock: Pick<Clock, 'wall'>;
  pause: Pause;
}

export interface Outcome {
  turn: Turn;
  head: Head;
}

const FIRST_LOOK = 40;
const SLOWEST_LOOK = 500;

/** Waits (wall time) until a turn has decided the message, and returns it, or undefined if that took too long. */
export async function awaitOutcome(
  ports: AwaitPorts,
  messageId: string,
  seconds: number,
): Promise<Outcome | undefined> {
  const until = ports.clock.wall() + seconds * 1000;
  for (let look = FIRST_LOOK; ; look = Math.min(look * 1.5, SLOWEST_LOOK)) {
    const outcome = await outcomeOf(ports, messageId);
    const left = until - ports.clock.wall();
    if (outcome || left <= 0) return outcome;
    await ports.pause(Math.min(look, left));
  }
}

async function outcomeOf(ports: AwaitPorts, messageId: string): Promise<Outcome | undefined> {
  const conversation = conversationOf(messageId);
  const head = await ports.conversations.head(conversation);
  if (!head || head.pending.includes(messageId)) return undefined;
  const turn = await turnAnswering(ports.conversations, messageId);
  return turn && { turn, head };
}
