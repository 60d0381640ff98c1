import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { type ConsoleFile, consoleFiles, gzippedSum, isScript } from '../../bench/console-files.ts';
import { TARGETS } from '../../bench/targets.ts';
import { builtConsole } from '../../console/build.ts';

describe('the built console', () => {
  let page: string;
  let files: ConsoleFile[];
  let scripts: string[];
  beforeAll(async () => {
    const dir = await builtConsole();
    page = await readFile(join(dir, 'index.html'), 'utf8');
    files = await consoleFiles(dir);
    const initial = files.filter((one) => one.initial && isScript(one));
    scripts = await Promise.all(initial.map(({ name }) => readFile(join(dir, 'assets', name), 'utf8')));
  }, 60_000);

  it(`loads at most ${TARGETS.consoleScriptKb} KB of scripts, gzipped, before anything is on the screen`, () => {
    const initial = files.filter((one) => one.initial && isScript(one));
    expect(initial.length).toBeGreaterThan(0);
    expect(gzippedSum(initial)).toBeLessThanOrEqual(TARGETS.consoleScriptKb * 1_000);
  });

  it('leaves the rooms for when they are opened', () => {
    const rooms = files.filter((one) => !one.initial && isScript(one)).map(({ name }) => name.split('-')[0]);
    expect(rooms).toEqual(
      expect.arrayContaining(['admin', 'analytics', 'deliveries', 'inbox', 'sandbox', 'search']),
    );
  });

  it('is made for production, wherever it is built', () => {
    expect(scripts.filter((code) => /jsxDEV|react-dom\.development/.test(code))).toEqual([]);
  });

  it('has no script or style in the page itself, which the content security policy would refuse', () => {
    expect(page).not.toMatch(/<style|<script(?![^>]*\ssrc=)|\sstyle=|\son\w+=/);
  });
});
