import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { runNode } from './run-node.ts';

const EVALUATE = 'shared/classification/train/evaluate-main.ts';
const folder = mkdtempSync(join(tmpdir(), 'firstline-eval-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function writeFile(name: string, content: string): string {
  const file = join(folder, name);
  writeFileSync(file, content);
  return file;
}

describe('npm run eval', () => {
  it('ends with one JSON object of the agreed shape', async () => {
    const lines = [
      { text: 'Здравствуйте!', label: 'GREETING' },
      { text: 'нет звука', label: 'TECH_SUPPORT_BASIC' },
      { text: 'спасибо, до свидания', label: 'GREETING', also_ok: ['FAREWELL'] },
      { text: 'где ссылка на урок?', label: 'COMPLAINT' },
    ];
    const file = writeFile('four.jsonl', lines.map((line) => JSON.stringify(line)).join('\n'));
    const { code, stdout } = await runNode(EVALUATE, file, '--json');
    const result = JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as Record<string, unknown>;
    expect(code).toBe(0);
    expect(Object.keys(result)).toEqual([
      'n',
      'accuracy',
      'lenient_accuracy',
      'macro_f1',
      'ece',
      'coverage',
      'p50_us',
      'p99_us',
      'per_label',
    ]);
    expect(result).toMatchObject({ n: 4, accuracy: 0.5, lenient_accuracy: 0.75, coverage: 1 });
    expect(result['per_label']).toMatchObject({
      TECH_SUPPORT_BASIC: { n: 1, precision: 1, recall: 1, f1: 1 },
    });
  });

  it('speaks to people without --json', async () => {
    const file = writeFile('one.jsonl', '{"text":"привет","label":"GREETING"}\n');
    const { stdout } = await runNode(EVALUATE, file);
    expect(stdout).toMatch(/accuracy 1\.0000/);
    expect(stdout).not.toMatch(/^\{/m);
  });

  it.each([
    ['no file', [], /usage: npm run eval/],
    ['a file that is not there', ['/nowhere.jsonl'], /cannot read \/nowhere\.jsonl/],
    ['an unknown flag', ['a.jsonl', '--fast'], /Unknown option '--fast'/],
    ['an empty file', [writeFile('empty.jsonl', '\n')], /no labelled messages/],
    ['a broken line', [writeFile('broken.jsonl', '{"text":"a","label":"b"}\n{')], /line 2: not JSON/],
    ['a wrong also_ok', [writeFile('also.jsonl', '{"text":"a","label":"b","also_ok":[1]}')], /also_ok/],
    [
      'a folder without a model',
      [writeFile('ok.jsonl', '{"text":"a","label":"b"}'), '--model', folder],
      /no model can be read/,
    ],
  ])('refuses %s with one sentence and exit code 2', async (_, flags, sentence) => {
    const { code, stderr } = await runNode(EVALUATE, ...flags);
    expect(code).toBe(2);
    expect(stderr).toMatch(sentence);
    expect(stderr.trim().split('\n')).toHaveLength(1);
  });
});
