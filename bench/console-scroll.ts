import type { Page } from 'playwright-core';
import { DEMO } from '../local/seed.ts';
import type { ConversationItem, ConversationsPage } from '../shared/contracts/inbox-responses.ts';
import { conversationId, messageId } from '../shared/domain/ids.ts';
import { launchChromium } from '../test/browser/chromium.ts';
import { takeSeat } from '../test/browser/seat.ts';
import { figure, type Section } from './figures.ts';
import { TARGETS } from './targets.ts';
import { startTwinProcess } from './twin-process.ts';

const CONVERSATIONS = 2_000;
const PRIORITIES = ['critical', 'high', 'medium', 'low'] as const;
const MINUTE = 60_000;
/** As far as a flick of a wheel goes, and how often. */
const FLICK_PX = 1_200;
const FLICK_MS = 50;
/** One piece of work of the page's main thread. */
interface Task {
  wallMs: number;
  /** What it had of a processor: on a busy machine it waits in between. */
  processorMs: number;
}

/** Scrolls the inbox from its first conversation to its last, in a browser, and back. The list is made up; all else is a twin's. */
export async function measureScrolling(): Promise<Section> {
  await using twin = await startTwinProcess();
  const browser = await launchChromium();
  try {
    const { page, context, open } = await takeSeat(browser, twin.url, { as: DEMO.admin });
    const items = conversations(Date.now());
    await context.route(/\/api\/conversations\?/, (route) =>
      route.fulfill({ json: pageOf(items, new URL(route.request().url()).searchParams) }),
    );
    await open('/inbox');
    await browser.startTracing(page, { categories: ['toplevel', 'disabled-by-default-toplevel'] });
    const down = await scroll(page, items.at(-1)?.id ?? '', FLICK_PX);
    const up = await scroll(page, items[0]?.id ?? '', -FLICK_PX);
    return sectionOf(Math.max(down, up), tasksIn(String(await browser.stopTracing())));
  } finally {
    await browser.close();
  }
}

function sectionOf(rows: number, tasks: readonly Task[]): Section {
  const most = TARGETS.scrolling;
  const longest = (key: keyof Task) => Math.max(0, ...tasks.map((task) => task[key]));
  return {
    name: 'console-scroll',
    title: `Scrolling through ${CONVERSATIONS} conversations and back, in Chromium`,
    rows: {
      'rows in the document, at most': { all: figure(rows, '', most.rows) },
      'longest task': {
        all: figure(longest('wallMs'), 'ms'),
        processor: figure(longest('processorMs'), 'ms', most.taskMs),
      },
      tasks: { all: figure(tasks.length, '') },
    },
    notes: [
      'What a task takes of a processor is its own; by the clock it is longer by what other work took.',
    ],
  };
}

/** Until a conversation is in sight; pages come as the list comes to its end. @returns the most rows that were there */
async function scroll(page: Page, last: string, by: number): Promise<number> {
  const rows = page.locator('#inbox-list [role="option"]');
  await page.locator('#inbox-list').hover();
  let most = 0;
  for (let flicks = 0; flicks < CONVERSATIONS; flicks += 1) {
    await page.mouse.wheel(0, by);
    await page.waitForTimeout(FLICK_MS);
    most = Math.max(most, await rows.count());
    if ((await page.locator(`#row-${last}`).count()) > 0) return most;
  }
  throw new Error(`The list does not come to ${last}.`);
}

interface TraceEvent {
  name: string;
  pid: number;
  tid: number;
  /** Microseconds, as `tdur`. */
  dur?: number;
  tdur?: number;
  args?: { name?: string };
}

/** The work of main threads of pages, as Chromium writes it down. */
function tasksIn(trace: string): Task[] {
  const { traceEvents } = JSON.parse(trace) as { traceEvents: TraceEvent[] };
  const nameOf = ({ pid, tid }: TraceEvent) => `${pid}/${tid}`;
  const mains = traceEvents.filter(
    ({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain',
  );
  const threads = new Set(mains.map(nameOf));
  const done = traceEvents.filter((event) => event.name.endsWith('RunTask') && threads.has(nameOf(event)));
  return done.map(({ dur = 0, tdur = dur }) => ({ wallMs: dur / 1_000, processorMs: tdur / 1_000 }));
}

function pageOf(items: readonly ConversationItem[], query: URLSearchParams): ConversationsPage {
  const from = Number(query.get('cursor') ?? 0);
  const to = from + Number(query.get('limit') ?? 25);
  return { items: items.slice(from, to), next: to < items.length ? String(to) : null };
}

/** In the order of the inbox. */
function conversations(now: number): ConversationItem[] {
  return Array.from({ length: CONVERSATIONS }, (_, place) => {
    const client_id = `client-${place}`;
    const id = conversationId(DEMO.partner, client_id);
    const at = now - (CONVERSATIONS - place) * MINUTE;
    const since = new Date(at).toISOString();
    return {
      id,
      client_id,
      client_name: `Клиент ${place}`,
      partner: DEMO.partner,
      platform: place % 3 === 0 ? 'telegram' : null,
      status: 'escalated',
      handler: 'bot',
      assignee: null,
      priority: PRIORITIES[Math.floor((place * PRIORITIES.length) / CONVERSATIONS)] ?? 'low',
      escalation_reason: 'complaint',
      scenario: 'COMPLAINT',
      waiting_since: since,
      deadline: null,
      overdue: place % 5 === 0,
      unread: place % 4,
      incident_id: null,
      version: 4,
      last_message: {
        id: messageId(at, id, new Uint8Array(10)),
        text: `Здравствуйте! Урок номер ${place} не открывается, что мне делать дальше?`,
        attachments: 0,
        created_at: since,
      },
      created_at: since,
    };
  });
}
