import { Anchor, Button, Group, MultiSelect, Stack, Text, Textarea, Title } from '@mantine/core';
import { useState } from 'react';
import { Link, Route, Switch, useLocation } from 'wouter';
import type { IncidentBody, IncidentItem } from '../../../../shared/contracts/incident-responses.ts';
import { TROUBLE_KINDS } from '../../../../shared/contracts/labels.ts';
import { useChange } from '../../api/use-change.ts';
import { Adding } from '../../common/adding.tsx';
import { Card } from '../../common/card.tsx';
import { Nothing } from '../../common/nothing.tsx';
import { useCommonTexts } from '../../common/texts.ts';
import { Trouble } from '../../common/trouble.tsx';
import { Waiting } from '../../common/waiting.tsx';
import { useFormat } from '../../i18n/format.ts';
import { titleOf } from './about.ts';
import { Broadcasts } from './broadcasts.tsx';
import { Incident } from './incident.tsx';
import classes from './incidents.module.css';
import { useIncidents } from './queries.ts';
import { StateBadge } from './state-badge.tsx';
import { useIncidentTexts } from './texts.ts';

/** Outages: those there are, those there were, and what was told to everybody. */
export default function Incidents() {
  return (
    <div className={classes['scene']}>
      <Switch>
        <Route path="/incidents">
          <Overview />
        </Route>
        <Route path="/incidents/:id">{({ id }) => <Incident key={id} id={id} />}</Route>
      </Switch>
    </div>
  );
}

function Overview() {
  const t = useIncidentTexts();
  const common = useCommonTexts();
  const incidents = useIncidents();
  const items = incidents.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <>
      <Group justify="space-between" align="flex-start">
        <div>
          <Title order={1} size="h3">
            {t('title')}
          </Title>
          <Text size="sm" c="var(--desk-quiet)">
            {t('what')}
          </Text>
        </div>
        <OpenIncident />
      </Group>
      {incidents.isPending && <Waiting />}
      {incidents.isError && <Trouble error={incidents.error} retry={() => void incidents.refetch()} />}
      {incidents.isSuccess && items.length === 0 && <Nothing>{t('none')}</Nothing>}
      {items.length > 0 && (
        <Card>
          {items.map((incident) => (
            <IncidentLine key={incident.id} incident={incident} />
          ))}
        </Card>
      )}
      {incidents.hasNextPage && (
        <Button variant="default" onClick={() => void incidents.fetchNextPage()}>
          {common('more')}
        </Button>
      )}
      <Broadcasts />
    </>
  );
}

function IncidentLine({ incident }: { incident: IncidentItem }) {
  const t = useIncidentTexts();
  const format = useFormat();
  const { id, state, opened_at, ended_at, reporters, owner, settled } = incident;
  const when =
    ended_at === null
      ? t('since', { at: format.moment(opened_at) })
      : t('over', { from: format.moment(opened_at), to: format.moment(ended_at) });
  const facts = [
    when,
    reporters !== null && t('reporters', { count: reporters }),
    settled && t('linked', { count: settled.linked }),
    owner !== null && t('owner', { who: owner }),
  ].filter((fact) => typeof fact === 'string');
  return (
    <div className={classes['line']}>
      <StateBadge state={state} />
      <div className={classes['grow']}>
        <Anchor component={Link} href={`/incidents/${id}`} fw={600} size="sm">
          {titleOf(incident, t)}
        </Anchor>
        <Text size="xs" c="var(--desk-quiet)">
          {facts.join(' · ')}
        </Text>
      </div>
    </div>
  );
}

function OpenIncident() {
  const t = useIncidentTexts();
  const [, go] = useLocation();
  const changing = useChange('incidents');
  const [kinds, setKinds] = useState<string[]>([]);
  const [note, setNote] = useState('');
  const begin = async () => {
    const incident = await changing.run<IncidentBody>('POST', '/api/incidents', {
      kinds,
      note: note || null,
    });
    if (incident) go(`/incidents/${incident.id}`);
  };
  return (
    <Adding title={t('openTitle')}>
      {() => (
        <Stack>
          <Text size="sm">{t('openWhat')}</Text>
          <MultiSelect
            label={t('kinds')}
            value={kinds}
            onChange={setKinds}
            data={TROUBLE_KINDS.map((value) => ({ value, label: t(`kind:${value}`) }))}
          />
          <Textarea
            label={t('note')}
            autosize
            value={note}
            onChange={(event) => setNote(event.currentTarget.value)}
          />
          <Button disabled={kinds.length === 0} loading={changing.busy} onClick={begin}>
            {t('open')}
          </Button>
        </Stack>
      )}
    </Adding>
  );
}
