import type { Browser, BrowserContext, ConsoleMessage, Page } from 'playwright-core';
import { DEMO } from '../../local/seed.ts';

export const LANGUAGES = ['ru', 'en'] as const;
export const SCHEMES = ['light', 'dark'] as const;
export type Language = (typeof LANGUAGES)[number];
export type Scheme = (typeof SCHEMES)[number];

export interface SeatOptions {
  /** Signed in, if given. */
  as?: string;
  language?: Language;
  scheme?: Scheme;
  size?: { width: number; height: number };
}

/** A browser of somebody's own, and what it complained of. */
export interface Seat {
  page: Page;
  context: BrowserContext;
  /** Errors of scripts, of the content security policy, of requests; that nobody is signed in yet is none. */
  complaints: string[];
  /** Opens a path of the desk, and waits until there is nothing left to load. */
  open(path: string): Promise<void>;
}

const LOCALES = { ru: 'ru-RU', en: 'en-GB' };

/** Takes a seat before the desk at `url`. */
export async function takeSeat(browser: Browser, url: string, options: SeatOptions = {}): Promise<Seat> {
  const { as, language = 'ru', scheme = 'light', size = { width: 1280, height: 800 } } = options;
  const context = await browser.newContext({
    baseURL: url,
    locale: LOCALES[language],
    timezoneId: 'Europe/Moscow',
    colorScheme: scheme,
    reducedMotion: 'reduce',
    viewport: size,
  });
  const page = await context.newPage();
  const complaints = listen(page);
  if (as !== undefined) await signIn(context, url, as);
  return {
    page,
    context,
    complaints,
    async open(path) {
      await page.goto(path);
      await page.waitForLoadState('networkidle');
    },
  };
}

/** Without the form, which has tests of its own. */
async function signIn(context: BrowserContext, url: string, operator_id: string): Promise<void> {
  const answer = await context.request.post('/api/auth/login', {
    data: { operator_id, password: DEMO.password },
    headers: { origin: url },
  });
  if (!answer.ok()) throw new Error(`${operator_id} cannot sign in: ${answer.status()}`);
}

function listen(page: Page): string[] {
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' && !asksWhoIsThere(message)) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  return complaints;
}

/** Browsers tell of every answer above 399; that the cookie of nobody opens nothing is as it should be. */
function asksWhoIsThere(message: ConsoleMessage): boolean {
  return /\b401\b/.test(message.text()) && /\/api\/auth\/(refresh|login)$/.test(message.location().url);
}
