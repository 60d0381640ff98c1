import type { Page } from 'playwright-core';
import { DEMO } from '../../local/seed.ts';
import type { Twin } from '../../local/twin.ts';
import { conversationId } from '../../shared/domain/ids.ts';
import { callerOf } from './caller.ts';
import { incidentsAt } from './incidents.ts';
import type { SeatOptions } from './seat.ts';

/** A picture for the documents, of the desk that `fillDesk` fills. */
export interface Screen extends SeatOptions {
  /** Its file is `docs/screens/<name>.png`. */
  name: string;
  path: string;
  /** What has to be done before it is worth looking at. */
  prepare?(page: Page, twin: Pick<Twin, 'quiet' | 'url'>): Promise<void>;
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
  // All that are taken after these show their banners.
  { name: 'incident', path: '/incidents', as: ADMIN, prepare: showIncident },
  { name: 'status', path: '/status', prepare: showStatus, size: { width: 1280, height: 640 } },
];

let opened: Promise<string> | undefined;

/** Two incidents are under way, opened once; the id of the one that may still be part of the other. */
function incidentUnderWay(url: string): Promise<string> {
  opened ??= openIncidents(url);
  return opened;
}

async function openIncidents(url: string): Promise<string> {
  const { open, does } = await incidentsAt(url);
  const known = await open(['sign_in', 'platform'], 'Пишут с самого утра, разработчики смотрят');
  await does(known, 'confirm');
  await does(known, 'update', { state: 'identified', note: 'Не отвечает база личных кабинетов' });
  return open(['lesson_room'], 'Учителя не могут войти на урок');
}

async function showIncident(page: Page, { url }: Pick<Twin, 'url'>): Promise<void> {
  await page.goto(`/incidents/${await incidentUnderWay(url)}`);
  await page.getByRole('combobox', { name: 'Это тот же сбой, что и' }).click();
  await page.getByRole('option').first().click();
}

async function showStatus(page: Page, { url }: Pick<Twin, 'url'>): Promise<void> {
  await incidentUnderWay(url);
  // What was read before is remembered for ten seconds.
  await callerOf(url)('POST', '/_local/clock/advance', { seconds: 10 });
  await page.reload();
}

/** The first of the ready scenarios, until its answer is in the chat that is shown. */
async function playGreeting(page: Page, twin: Pick<Twin, 'quiet'>): Promise<void> {
  await page.getByRole('button', { name: 'Готовые сценарии' }).click();
  await page.getByRole('menuitem').first().click();
  await page.getByText('/start').first().waitFor();
  await twin.quiet();
  await page.waitForResponse((one) => one.url().includes('/_local/telegram/chats/'));
}
