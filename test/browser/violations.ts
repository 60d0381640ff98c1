import axe, { type AxeResults, type RunOptions } from 'axe-core';
import type { Page } from 'playwright-core';
import { SCHEMES } from './seat.ts';

const GRAVE = ['serious', 'critical'];
/** All that night changes. */
const COLOURS: RunOptions = { runOnly: { type: 'rule', values: ['color-contrast'] } };

/** What makes a page unusable for somebody by day or by night, by axe's serious and critical rules: `scheme, rule: where, why`. */
export async function violationsOf(page: Page): Promise<string[]> {
  // What is evaluated comes from without: the page's policy does not judge it.
  await page.evaluate(axe.source);
  const found: string[] = [];
  for (const colorScheme of SCHEMES) {
    await page.emulateMedia({ colorScheme });
    const changed = `html[data-mantine-color-scheme="${colorScheme}"], html:not([data-mantine-color-scheme])`;
    await page.locator(changed).waitFor({ state: 'attached' });
    const violations = await graveOf(page, colorScheme === 'light' ? {} : COLOURS);
    found.push(...violations.map((one) => `${colorScheme}, ${one}`));
  }
  return found;
}

async function graveOf(page: Page, options: RunOptions): Promise<string[]> {
  // A colour on its way to another is neither.
  await page.evaluate(`Promise.allSettled(
    document.getAnimations().filter((one) => one.effect.getTiming().iterations < Infinity).map((one) => one.finished),
  ).then(() => undefined)`);
  const asked = JSON.stringify({ resultTypes: ['violations'], ...options });
  const { violations } = (await page.evaluate(`axe.run(document, ${asked})`)) as AxeResults;
  return violations
    .filter(({ impact }) => GRAVE.includes(impact ?? ''))
    .flatMap(({ id, nodes }) =>
      nodes.map(
        ({ target, failureSummary = '' }) =>
          `${id}: ${target.join(' ')} ${failureSummary.split('\\n').at(-1)?.trim()}`,
      ),
    );
}
