import { Group, Select } from '@mantine/core';
import { useState } from 'react';
import type { IncidentItem } from '../../../../shared/contracts/incident-responses.ts';
import { Confirm } from '../../common/confirm.tsx';
import { useFormat } from '../../i18n/format.ts';
import { isOpen, titleOf } from './about.ts';
import classes from './incidents.module.css';
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
  const data = others.map((other) => ({
    value: other.id,
    label: `${titleOf(other, t)}, ${t('since', { at: format.moment(other.opened_at) })}`,
  }));
  // The other may have ended meanwhile.
  const chosen = data.find(({ value }) => value === into);
  return (
    <Group gap="xs" align="flex-end" wrap="nowrap" maw={520}>
      <Select
        className={classes['fill'] ?? ''}
        label={t('mergeInto')}
        placeholder={t('mergeChoose')}
        data={data}
        value={chosen?.value ?? null}
        onChange={setInto}
      />
      <Confirm
        size="sm"
        disabled={!chosen}
        what={t('mergeWhat', { into: chosen?.label ?? '' })}
        confirmed={() => chosen && merged(chosen.value)}
      >
        {t('merge')}
      </Confirm>
    </Group>
  );
}

/** One whose clients were told does not become part of one that is only suspected. */
function takes(other: Pick<IncidentItem, 'state'>, { state }: Pick<IncidentItem, 'state'>): boolean {
  return other.state !== 'suspected' || state === 'suspected';
}
