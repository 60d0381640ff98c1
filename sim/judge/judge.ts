import { ChatCourt } from './chats.ts';
import { TextCourt } from './court.ts';
import { DeskCourt } from './desk.ts';
import type { EndState } from './ending.ts';
import type { Fact } from './facts.ts';
import type { Finding } from './story.ts';

export interface Verdict {
  findings: Finding[];
  /** Texts that a receiver took in once more because a process died between sending and recording. */
  resent_after_crash: number;
}

/** Judges a run by its facts, in their order, and by how it ended. */
export function judge(facts: readonly Fact[], end: EndState): Verdict {
  const texts = new TextCourt();
  const desk = new DeskCourt(end.speed);
  const chats = new ChatCourt(end);
  for (const fact of facts) {
    texts.hear(fact);
    desk.hear(fact);
    chats.hear(fact);
  }
  texts.close(end, chats.acknowledged);
  desk.close(end);
  const findings = [...texts.findings, ...desk.findings, ...chats.findings].sort((a, b) => a.at - b.at);
  return { findings, resent_after_crash: texts.resent };
}
