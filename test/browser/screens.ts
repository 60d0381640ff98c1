import type { Page } from 'playwright-core';
import { DEMO } from '../../local/seed.ts';
import type { Twin } from '../../local/twin.ts';
import { conversationId } from '../../shared/domain/ids.ts';
import type { SeatOptions } from './seat.ts';

/** A picture for the documents, of the desk that `fillDesk` fills. */
export interface Screen extends SeatOptions {
  /** Its file is `docs/screens/<name>.png`. */
  name: string;
  path: string;
  /** What has to be done before it is worth looking at. */
  prepare?(page: Page, twin: Pick<Twin, 'quiet'>): Promise<void>;
}

const [ADMIN, OPERATOR] = ['admin_001', 'operator_001'];
const PAVEL = `/inbox/${conversationId(DEMO.partner, 'pavel')}`;

export const SCREENS: readonly Screen[] = [
  { name: 'inbox', path: PAVEL, as: OPERATOR },
  { name: 'inbox-dark-en', path: PAVEL, as: OPERATOR, scheme: 'dark', language: 'en' },
  { name: 'inbox-phone', path: PAVEL, as: OPERATOR, size: { width: 390, height: 844 } },
  { name: 'deliveries', path: '/deliveries/dead', as: OPERATOR },
  { name: 'incidents', path: '/incidents', as: ADMIN },
  { name: 'search', path: '/search', as: OPERATOR },
  { name: 'analytics', path: '/analytics', as: ADMIN },
  { name: 'admin', path: '/admin', as: ADMIN },
  { name: 'sandbox', path: '/sandbox', prepare: playGreeting },
];

/** The first of the ready scenarios, until its answer is in the chat that is shown. */
async function playGreeting(page: Page, twin: Pick<Twin, 'quiet'>): Promise<void> {
  await page.getByRole('button', { name: 'Готовые сценарии' }).click();
  await page.getByRole('menuitem').first().click();
  await page.getByText('/start').first().waitFor();
  await twin.quiet();
  await page.waitForResponse((one) => one.url().includes('/_local/telegram/chats/'));
}
