import { mkdir, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Browser } from 'playwright-core';
import { startTwin, type Twin } from '../../local/twin.ts';
import { launchChromium } from './chromium.ts';
import { fillDesk } from './ready-desk.ts';
import { SCREENS, type Screen } from './screens.ts';
import { takeSeat } from './seat.ts';

const FOLDER = fileURLToPath(new URL('../../docs/screens/', import.meta.url));
/** Larger pictures are nothing for a repository. */
const LARGEST_BYTES = 200_000;

/** Takes all the pictures anew, or those that are named. Exit codes: 0 if all could be taken, else 1. */
async function main(): Promise<void> {
  const names = process.argv.slice(2);
  const wanted = SCREENS.filter(({ name }) => names.length === 0 || names.includes(name));
  await using parts = new AsyncDisposableStack();
  const twin = await startTwin({
    port: 0,
    pace: 'immediate',
    limits: 'off',
    statusPage: 'on',
    log: () => undefined,
  });
  parts.defer(twin.close);
  const browser = await launchChromium();
  parts.defer(() => browser.close());
  await fillDesk(twin);
  await twin.quiet();
  await mkdir(FOLDER, { recursive: true });
  for (const screen of wanted) await take(browser, twin, screen);
}

async function take(browser: Browser, twin: Twin, { name, path, prepare, ...seated }: Screen): Promise<void> {
  const { page, context, open, complaints } = await takeSeat(browser, twin.url, seated);
  await open(path);
  await prepare?.(page, twin);
  await page.waitForLoadState('networkidle');
  const picture = await page.screenshot({ animations: 'disabled' });
  await context.close();
  console.log(`${name}.png  ${Math.ceil(picture.length / 1000)} KB`);
  for (const complaint of complaints) console.error(`  ${complaint}`);
  if (picture.length > LARGEST_BYTES || complaints.length > 0) process.exitCode = 1;
  await writeFile(`${FOLDER}${name}.png`, picture);
}

await main();
