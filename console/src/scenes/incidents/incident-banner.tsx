import { Anchor } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { Link } from 'wouter';
import { isOpen, whatOf } from './about.ts';
import classes from './incidents.module.css';
import { useIncidents } from './queries.ts';
import { StateBadge } from './state-badge.tsx';
import { useIncidentTexts } from './texts.ts';

/** Says, wherever operators work, that there is an outage. */
export function IncidentBanner() {
  const t = useIncidentTexts();
  const items = useIncidents().data?.pages.flatMap((page) => page.items) ?? [];
  return items.filter(isOpen).map(({ id, kinds, state, reporters }) => (
    <div key={id} className={classes['banner']} role="status">
      <IconAlertTriangle size={18} aria-hidden />
      {t('banner', { kinds: whatOf({ kinds }, t) })}
      <StateBadge state={state} />
      {reporters !== null && <span>{t('reporters', { count: reporters })}</span>}
      <Anchor component={Link} href={`/incidents/${id}`} size="sm" c="inherit" underline="always">
        {t('bannerLink')}
      </Anchor>
    </div>
  ));
}
