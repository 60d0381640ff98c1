import { asUnknown, byThresholds, type Classification } from './classification.ts';
import type { Handbook } from './handbook.ts';
import { byKeyword } from './keyword.ts';
import { LIMITS } from './limits.ts';
import type { Message } from './message.ts';
import { textOf } from './message-text.ts';
import type { Policy } from './policy.ts';
import { isSocial } from './scenario.ts';
import { asksForHuman } from './understanding/asks-for-human.ts';
import { objects } from './understanding/objects.ts';
import { prefersTimes } from './understanding/preferred-time.ts';

/** What the words of one burst show by themselves, whatever a model makes of them. */
export interface Words {
  text: string;
  /** The client wants a human. */
  human: boolean;
  /** So few words that, with a request for a human, they are nothing else. */
  brief: boolean;
  /** The client says that what it was told does not work. */
  objects: boolean;
  /** The client said when it likes to come. */
  times: boolean;
}

/** Words of one burst are one request; media without words says what its captions say. */
export function readWords(messages: readonly Message[]): Words {
  const text = textOf(messages);
  return {
    text,
    human: asksForHuman(text),
    brief: text.trim().split(/\s+/u).length <= LIMITS.briefWords,
    objects: objects(text),
    times: prefersTimes(text),
  };
}

/** A verdict on these words, as the desk would have it: by its thresholds and keywords. */
export function classifiedBy(
  verdict: Classification,
  words: Words,
  { policy, keywords }: Pick<Handbook, 'policy' | 'keywords'>,
): Classification {
  const judged = byThresholds(verdict, policy.thresholds);
  const classification = byKeyword(judged, verdict, words.text, keywords);
  return words.human && words.brief && !helps(classification, policy) ? asUnknown(judged) : classification;
}

/** Who says no more than that a human should come complains of nothing, whatever the words remind of. */
function helps({ scenario }: Classification, { scenarios }: Policy): boolean {
  return !scenarios[scenario].hands_over.includes('always') && !isSocial(scenario);
}
