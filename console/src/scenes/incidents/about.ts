import type { IncidentItem } from '../../../../shared/contracts/incident-responses.ts';
import type { useIncidentTexts } from './texts.ts';

const OPEN: readonly IncidentItem['state'][] = ['suspected', 'confirmed', 'identified', 'monitoring'];

export function isOpen({ state }: Pick<IncidentItem, 'state'>): boolean {
  return OPEN.includes(state);
}

/** What does not work, in words. */
export function whatOf(
  { kinds }: Pick<IncidentItem, 'kinds'>,
  t: ReturnType<typeof useIncidentTexts>,
): string {
  return kinds.map((kind) => t(`kind:${kind}`)).join(', ');
}

/** The same where a line begins with it. */
export function titleOf(
  incident: Pick<IncidentItem, 'kinds'>,
  t: ReturnType<typeof useIncidentTexts>,
): string {
  const what = whatOf(incident, t);
  return what.charAt(0).toLocaleUpperCase() + what.slice(1);
}
