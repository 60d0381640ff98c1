import type { Classifier } from '../../shared/classification/classifier.ts';
import { textToLearn } from '../../shared/domain/labelled-example.ts';
import type { Ask } from './api.ts';
import { queryOf } from './command.ts';

/** What clients wrote lately, read by two models; nobody is answered by it. */
export interface ShadowReplay {
  messages: number;
  /** There were more than are replayed. */
  more: boolean;
  answered: { before: number; after: number };
  /** Messages that the later model takes for something else, where either would act on it. */
  changed: ShadowChange[];
}

export interface ShadowChange {
  text: string;
  before: string;
  after: string;
}

/** Enough to see what changes; a busy desk has them in a day. */
const MOST = 5000;
const PAGE = '200';
/** Shown of each message. */
const SHOWN = 100;

/** Reads the messages of the last 30 days, newest first, and has both models judge them. @throws Refusal */
export async function shadowReplay(
  ask: Ask,
  { before, after }: Record<'before' | 'after', Classifier>,
): Promise<ShadowReplay> {
  const { texts, more } = await writtenLately(ask);
  const judged = texts.map((text) => ({ text, was: verdictOf(before, text), is: verdictOf(after, text) }));
  return {
    messages: texts.length,
    more,
    answered: {
      before: judged.filter(({ was }) => was.answered).length,
      after: judged.filter(({ is }) => is.answered).length,
    },
    changed: judged
      .filter(({ was, is }) => was.label !== is.label)
      .map(({ text, was, is }) => ({ text: shown(text), before: was.label, after: is.label })),
  };
}

async function writtenLately(ask: Ask): Promise<{ texts: string[]; more: boolean }> {
  const texts: string[] = [];
  for (let cursor: string | undefined; ; ) {
    const page = await ask('GET', `/api/search/messages${queryOf({ limit: PAGE, cursor })}`);
    const items = (page['items'] ?? []) as { source: string; text: string }[];
    const written = items.filter(({ source, text }) => source === 'client' && text.trim() !== '');
    texts.push(...written.map(({ text }) => text));
    const next = page['next'];
    if (texts.length >= MOST || typeof next !== 'string')
      return { texts: texts.slice(0, MOST), more: typeof next === 'string' || texts.length > MOST };
    cursor = next;
  }
}

/** What is refused is not understood, whatever it would be taken for. */
function verdictOf(classifier: Classifier, text: string): { label: string; answered: boolean } {
  const { label, band } = classifier.classify(text);
  return { label: band === 'refuse' ? 'UNKNOWN' : label, answered: band === 'answer' };
}

/** On one line, without what leads to a person. */
function shown(text: string): string {
  const plain = textToLearn(text).replace(/\s+/gu, ' ');
  return plain.length > SHOWN ? `${plain.slice(0, SHOWN - 1)}…` : plain;
}
