import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isTroubleKind, type TroubleKind } from '../../shared/domain/outage/trouble.ts';
import type { Sequence } from '../world/dice.ts';
import { composedReport, slipped } from './composed.ts';

const ROOM = fileURLToPath(new URL('../../shared/classification', import.meta.url));
/** Of what one writes about trouble: so much in words that no model has seen, and so much of it from the frozen set. */
const COMPOSED = 0.45;
const FROZEN = 0.35;
const SLIPS = 0.1;

interface Line {
  text: string;
  label: string;
}

type ByKind = ReadonlyMap<TroubleKind, readonly string[]>;

const GREETINGS = [
  'здравствуйте',
  'Здравствуйте!',
  'добрый день',
  'Доброе утро',
  'привет',
  'здравствуйте, есть кто?',
  'Добрый вечер!',
  'hello',
  'good morning',
  'с праздником вас!',
  'С новым годом!',
] as const;

/** What people write to a desk: of their troubles, and of all else. */
export class Voices {
  readonly #frozen: ByKind = byKind(linesOf('trouble/frozen/reports.jsonl'));
  readonly #learned: ByKind = byKind(linesOf('trouble/corpus/reports.jsonl'));
  readonly #talk: readonly string[] = ['frozen/ordinary.jsonl', 'frozen/hurry-and-stories.jsonl']
    .flatMap(linesOf)
    .filter(({ label }) => label !== 'TECH_SUPPORT_BASIC')
    .map(({ text }) => text);

  /** That this does not work. */
  trouble(kind: TroubleKind, dice: Sequence): string {
    const roll = dice.fraction();
    if (roll < COMPOSED) return composedReport(kind, dice);
    const from = roll < COMPOSED + FROZEN ? this.#frozen : this.#learned;
    const text = dice.pick(from.get(kind) ?? []);
    return dice.chance(SLIPS) ? slipped(text, dice) : text;
  }

  /** Anything else. */
  talk(dice: Sequence): string {
    return dice.pick(this.#talk);
  }

  greeting(dice: Sequence): string {
    return dice.pick(GREETINGS);
  }
}

function byKind(lines: readonly Line[]): ByKind {
  const kinds = new Map<TroubleKind, string[]>();
  for (const { text, label } of lines)
    if (isTroubleKind(label)) kinds.set(label, [...(kinds.get(label) ?? []), text]);
  return kinds;
}

function linesOf(file: string): Line[] {
  const lines = readFileSync(join(ROOM, file), 'utf8').split('\n');
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as Line);
}
