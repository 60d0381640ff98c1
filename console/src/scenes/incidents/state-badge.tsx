import { Badge } from '@mantine/core';
import type { IncidentState } from '../../../../shared/contracts/labels.ts';
import { useIncidentTexts } from './texts.ts';

const COLOURS: Record<IncidentState, string> = {
  suspected: 'yellow',
  confirmed: 'red',
  identified: 'orange',
  monitoring: 'blue',
  resolved: 'gray',
  dismissed: 'gray',
  merged: 'gray',
};

export function StateBadge({ state }: { state: IncidentState }) {
  const t = useIncidentTexts();
  return (
    <Badge variant="light" color={COLOURS[state]} tt="none" miw="fit-content">
      {t(`state_${state}`)}
    </Badge>
  );
}
