/** Lanes of conversations, by what works on them; texts for slow endpoints are the outbound lane's business too. */
export type ConversationLane = 'inbound' | 'outbound' | 'followUps';

/** "Conversation X has work": nothing else travels through a lane. */
export interface Signal {
  conversation_id: string;
  /** In dead-letter queues: the text that was given up. */
  text_id?: string | undefined;
  /** How often this chain of signals did work. */
  hops?: number | undefined;
  /** Set if a dead-lettered signal was put back once already. */
  redriven?: boolean | undefined;
  /** With that, the lane that it was put into. */
  lane?: ConversationLane | undefined;
  /** Delays of this signal are wall time. */
  clock?: 'wall' | undefined;
}

export interface Lane<Sent = Signal> {
  /**
   * @param delayS whole seconds, at most 900
   * @param group who may have to wait for whom: a group with much under way comes after the others
   */
  send(signal: Sent, delayS?: number, group?: string): Promise<void>;
}

/** One-off wake-ups beyond what a lane can hold back. */
export interface Alarm {
  /** Signals the outbound lane at `at` (business time). The same name twice is one firing. */
  arm(name: string, at: number, signal: Signal): Promise<void>;
}

/** One-off wake-ups of conversations, for whatever they need then. */
export interface WakeUps {
  /** Wakes the conversation at `at` (business time, whole seconds). The same time twice is one wake-up. */
  arm(conversationId: string, at: number): Promise<void>;
}

/** The same, for whoever wants to see what is armed. */
export interface ArmedWakeUps {
  armed(page: {
    limit: number;
    after?: string | undefined;
  }): Promise<{ items: WakeUp[]; next: string | undefined }>;
}

export interface WakeUp {
  conversation_id: string;
  at: number;
}

/** One-off schedules by their names, for whoever takes them back. */
export interface Schedules {
  /** Names that begin like this. */
  named(clock: ScheduleClock, prefix: string): Promise<string[]>;
  /** One that has gone off is gone already. */
  disarm(clock: ScheduleClock, name: string): Promise<void>;
}

/** `retry`: texts that wait, by their ids. `followUp`: conversations that are woken. */
export type ScheduleClock = 'retry' | 'followUp';
