import { awaitedMedia } from '../domain/awaited-media.ts';
import { classifiedBy, readWords } from '../domain/burst.ts';
import { type Classification, NOT_JUDGED } from '../domain/classification.ts';
import { callsPerson, commanded, commandIn } from '../domain/command.ts';
import type { Head } from '../domain/conversation.ts';
import type { Message, Profile } from '../domain/message.ts';
import type { Policy } from '../domain/policy.ts';
import type { Understood } from '../domain/turn.ts';
import { entitiesOf } from '../domain/understanding/entities.ts';
import { languageOf, languageOfLocale } from '../domain/understanding/language.ts';
import type { Classifier, Clock, FindPhones, Journal } from '../ports.ts';

export interface UnderstandPorts {
  classifier: Classifier;
  findPhones: FindPhones;
  clock: Pick<Clock, 'business'>;
  journal: Journal;
}

interface Burst {
  head: Head;
  messages: readonly Message[];
  profile: Profile;
  policy: Policy;
}

/** What is made of a burst: by its words, by what the bot has asked for, and by the model. */
export async function understand(ports: UnderstandPorts, burst: Burst): Promise<Understood> {
  const { head, messages, profile, policy } = burst;
  const words = readWords(messages);
  const { text, human, objects, times } = words;
  const awaited = text === '' ? awaitedMedia(head.scenario, messages, policy) : undefined;
  const command = commandIn(messages, text);
  const judged = (command && commanded(command)) ?? awaited ?? (await classify(ports, head, text));
  const { zone, language } = policy.desk;
  return {
    classification: classifiedBy(judged, words, policy),
    entities: entitiesOf(text, { now: ports.clock.business(), zone, phones: ports.findPhones(text) }),
    language: languageOf(text, head.language ?? languageOfLocale(profile.locale) ?? language),
    human: human || callsPerson(command),
    objects,
    failed: judged === NOT_JUDGED,
    times,
    command,
  };
}

/** A model that cannot be asked keeps nobody waiting: a person answers, and somebody is told. */
async function classify(
  { classifier, journal }: UnderstandPorts,
  { id }: Head,
  text: string,
): Promise<Classification> {
  try {
    return await classifier.classify(text);
  } catch (error) {
    const name = error instanceof Error ? error.name : 'unknown';
    journal.error('classifier.failed', { conversation_id: id, error: name });
    return NOT_JUDGED;
  }
}
