import { Select } from '@mantine/core';
import { useState } from 'react';
import type { IncidentItem } from '../../../../shared/contracts/incident-responses.ts';
import { Confirm } from '../../common/confirm.tsx';
import { useFormat } from '../../i18n/format.ts';
import { isOpen, whatOf } from './about.ts';
import { useIncidents } from './queries.ts';
import { useIncidentTexts } from './texts.ts';

/** Makes an incident part of another open one, where there is any that may take it. */
export function Merge({
  incident,
  merged,
}: {
  incident: Pick<IncidentItem, 'id' | 'state'>;
  merged(into: string): void;
}) {
  const t = useIncidentTexts();
  const format = useFormat();
  const [into, setInto] = useState<string | null>(null);
  const all = useIncidents().data?.pages.flatMap((page) => page.items) ?? [];
  const others = all.filter((other) => other.id !== incident.id && isOpen(other) && takes(other, incident));
  if (others.length === 0) return null;
  const chosen = others.some(({ id }) => id === into) ? into : null;
  const data = others.map((other) => ({
    value: other.id,
    label: `${whatOf(other, t)}, ${t('since', { at: format.moment(other.opened_at) })}`,
  }));
  return (
    <>
      <Select
        size="xs"
        aria-label={t('mergeInto')}
        placeholder={t('mergeInto')}
        data={data}
        value={chosen}
        onChange={setInto}
      />
      <Confirm disabled={chosen === null} what={t('mergeWhat')} confirmed={() => chosen && merged(chosen)}>
        {t('merge')}
      </Confirm>
    </>
  );
}

/** One whose clients were told does not become part of one that is only suspected. */
function takes(other: Pick<IncidentItem, 'state'>, { state }: Pick<IncidentItem, 'state'>): boolean {
  return other.state !== 'suspected' || state === 'suspected';
}
