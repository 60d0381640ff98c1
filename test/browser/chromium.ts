import { type Browser, chromium } from 'playwright-core';

/** A real Chromium: the one that CHROMIUM_PATH names, else the one that came with the packages. */
export async function launchChromium(): Promise<Browser> {
  const given = process.env['CHROMIUM_PATH'];
  if (given !== undefined) return chromium.launch({ executablePath: given, args: QUIET });
  // It unpacks the system's libraries that a bare machine lacks only where it believes to be on Lambda.
  process.env['AWS_EXECUTION_ENV'] ??= 'AWS_Lambda_nodejs24.x';
  const { default: packed } = await import('@sparticuz/chromium');
  // Of its own arguments none is taken: they switch off what a browser protects people by.
  return chromium.launch({ executablePath: await packed.executablePath(), args: QUIET });
}

const QUIET = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--no-first-run',
  '--disable-sync',
];
