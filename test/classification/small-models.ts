import type { Model } from '../../shared/classification/model.ts';
import type { Example } from '../../shared/classification/train/examples.ts';
import { filesOf, type ModelFiles } from '../../shared/classification/train/save-model.ts';
import { trainModel } from '../../shared/classification/train/train-model.ts';

const THINGS = ['шар', 'мяч', 'дом', 'лес', 'стол', 'стул', 'кот', 'пёс', 'мост', 'сад'];

/** Messages of two labels that nobody writes to a desk; `red` and `blue` may be any labels. */
export function colours(red: string, blue: string): Example[] {
  const examples = THINGS.flatMap((thing) => [
    { text: `краснючий ${thing}`, label: red },
    { text: `багряный ${thing} краснеет`, label: red },
    { text: `синючий ${thing}`, label: blue },
    { text: `лазурный ${thing} синеет`, label: blue },
  ]);
  return examples.map((example) => ({ ...example, alsoOk: [], batch: undefined }));
}

export const jsonl = (examples: readonly { text: string; label: string }[]): string =>
  examples.map(({ text, label }) => JSON.stringify({ text, label })).join('\n');

/** A small model and its files. */
export async function aSmallModel(
  red = 'COMPLAINT',
  blue = 'FAREWELL',
): Promise<ModelFiles & { model: Model }> {
  const { model } = await trainModel(colours(red, blue));
  const files = filesOf(model, {});
  return { ...files, model: { ...model, version: files.version } };
}
