import { advisedBy } from '../domain/advice.ts';
import { awaitedMedia } from '../domain/awaited-media.ts';
import { classifiedBy, readWords, type Words } from '../domain/burst.ts';
import { type Classification, NOT_JUDGED } from '../domain/classification.ts';
import { callsPerson, commanded, commandIn } from '../domain/command.ts';
import type { Head } from '../domain/conversation.ts';
import type { Handbook } from '../domain/handbook.ts';
import type { Message, Profile } from '../domain/message.ts';
import { mayHaveSecond, secondIntent, sentencesApart } from '../domain/second-intent.ts';
import type { Understood } from '../domain/turn.ts';
import { type Entities, entitiesOf } from '../domain/understanding/entities.ts';
import { languageOf, languageOfLocale } from '../domain/understanding/language.ts';
import { mask } from '../domain/understanding/masking.ts';
import type { PhoneSpan } from '../domain/understanding/phone.ts';
import type { Adviser, Classifier, Clock, FindPhones, Journal } from '../ports.ts';

export interface UnderstandPorts {
  classifier: Classifier;
  /** Undefined: no language model is configured. */
  adviser?: Adviser | undefined;
  findPhones: FindPhones;
  clock: Pick<Clock, 'business'>;
  journal: Journal;
}

interface Burst {
  head: Head;
  messages: readonly Message[];
  profile: Profile;
  handbook: Handbook;
}

interface Spoken extends Burst {
  words: Words;
  phones: readonly PhoneSpan[];
  entities: Entities;
}

/** What is made of a burst: by its words, by what the bot has asked for, and by the models. */
export async function understand(ports: UnderstandPorts, burst: Burst): Promise<Understood> {
  const { head, messages, profile, handbook } = burst;
  const { policy } = handbook;
  const words = readWords(messages);
  const { text, human, objects, times } = words;
  const phones = ports.findPhones(text);
  const awaited = text === '' ? awaitedMedia(head.scenario, messages, policy) : undefined;
  const command = commandIn(messages, text);
  const { zone, language } = policy.desk;
  const entities = entitiesOf(text, { now: ports.clock.business(), zone, phones });
  const spoken = { ...burst, words, phones, entities };
  const judged = (command && commanded(command)) ?? awaited ?? (await judge(ports, spoken));
  return {
    classification: classifiedBy(judged, words, handbook),
    entities,
    language: languageOf(text, head.language ?? languageOfLocale(profile.locale) ?? language),
    human: human || callsPerson(command),
    objects,
    failed: judged === NOT_JUDGED,
    times,
    command,
  };
}

/** A model that cannot be asked keeps nobody waiting: a person answers, and somebody is told. */
async function judge(ports: UnderstandPorts, burst: Spoken): Promise<Classification> {
  try {
    return await classify(ports, burst);
  } catch (error) {
    const name = error instanceof Error ? error.name : 'unknown';
    ports.journal.error('classifier.failed', { conversation_id: burst.head.id, error: name });
    return NOT_JUDGED;
  }
}

/** A language model costs money and time: it is asked only where the desk would be left in doubt. */
async function classify(
  { classifier, adviser }: UnderstandPorts,
  { words, handbook, profile, phones, entities }: Spoken,
): Promise<Classification> {
  const judgement = await classifier.classify(words.text);
  const classification = await withSecondIntent(classifier, judgement.classification, words.text);
  if (!adviser || classifiedBy(classification, words, handbook).band !== 'doubt') return classification;
  const named = [profile.client_name, profile.child_name, entities.child_name];
  const names = named.flatMap((name) => name ?? []);
  const advice = await adviser.advise(mask(words.text, { phones, names }));
  return advice ? advisedBy(judgement, advice) : classification;
}

/** Somebody who writes of two matters is answered about both. */
async function withSecondIntent(
  classifier: Classifier,
  whole: Classification,
  text: string,
): Promise<Classification> {
  const sentences = mayHaveSecond(whole) ? sentencesApart(text) : [];
  const judged = await Promise.all(sentences.map((sentence) => classifier.classify(sentence)));
  const also = secondIntent(
    whole,
    judged.map(({ classification }) => classification),
  );
  return also ? { ...whole, also } : whole;
}
