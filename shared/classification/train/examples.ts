import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { UsageError } from './flags.ts';

/** A labelled message. */
export interface Example {
  readonly text: string;
  readonly label: string;
  /** Other labels that would be right as well. */
  readonly alsoOk: readonly string[];
  /** Which brief it was written to, if the corpus says. */
  readonly batch: string | undefined;
  /** Written at the border of a label, so that it says nothing of how often the label is met. */
  readonly border?: boolean;
}

/**
 * Reads labelled messages, one JSON object per line.
 * @throws UsageError that names the file and the line at fault.
 */
export function readExamples(files: readonly string[]): Example[] {
  const examples = files.flatMap((file) =>
    readText(file)
      .split('\n')
      .flatMap((line, i) => (line.trim() === '' ? [] : [parseLine(line, `${file}, line ${i + 1}`)])),
  );
  if (examples.length === 0) throw new UsageError(`no labelled messages in ${files.join(', ')}`);
  return examples;
}

/** SHA-256 over the files' content, in the order given. */
export function hashFiles(files: readonly string[]): string {
  const hash = createHash('sha256');
  for (const file of files) hash.update(readText(file));
  return hash.digest('hex');
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    throw new UsageError(`cannot read ${file}`);
  }
}

function parseLine(line: string, where: string): Example {
  const value = parseJson(line, where);
  if (typeof value !== 'object' || value === null) throw new UsageError(`${where}: not a JSON object`);
  const { text, label, also_ok: alsoOk = [], batch, border } = value as Record<string, unknown>;
  if (typeof text !== 'string' || typeof label !== 'string' || label === '') {
    throw new UsageError(`${where}: "text" and "label" must be strings`);
  }
  const others = typeof alsoOk === 'string' ? [alsoOk] : alsoOk;
  if (!Array.isArray(others) || !others.every((other) => typeof other === 'string')) {
    throw new UsageError(`${where}: "also_ok" must be a list of labels`);
  }
  return {
    text,
    label,
    alsoOk: others,
    batch: batch === undefined ? undefined : String(batch),
    border: border === true,
  };
}

function parseJson(line: string, where: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    throw new UsageError(`${where}: not JSON`);
  }
}
