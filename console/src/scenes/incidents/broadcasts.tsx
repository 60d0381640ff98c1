import { Badge, Button, Group, Progress, Text } from '@mantine/core';
import type { BroadcastBody } from '../../../../shared/contracts/broadcast-responses.ts';
import { useChange } from '../../api/use-change.ts';
import { Adding } from '../../common/adding.tsx';
import { Card } from '../../common/card.tsx';
import { Confirm } from '../../common/confirm.tsx';
import { useFormat } from '../../i18n/format.ts';
import { useLanguage } from '../../i18n/use-language.ts';
import { useMe } from '../../session/use-session.ts';
import { BroadcastForm } from './broadcast-form.tsx';
import classes from './incidents.module.css';
import { useBroadcasts } from './queries.ts';
import { useIncidentTexts } from './texts.ts';

/** What was told to many, how far that is, and the brakes. @param of of these incidents alone */
export function Broadcasts({ of }: { of?: readonly string[] }) {
  const t = useIncidentTexts();
  const { role } = useMe();
  const all = useBroadcasts().data?.pages.flatMap((page) => page.items) ?? [];
  const shown =
    of === undefined
      ? all
      : all.filter(({ incident_id }) => incident_id !== null && of.includes(incident_id));
  return (
    <Card
      title={t('broadcasts')}
      tools={
        of === undefined &&
        role === 'admin' && (
          <Adding title={t('newBroadcast')} size="lg">
            {(done) => <BroadcastForm done={done} />}
          </Adding>
        )
      }
    >
      {shown.length === 0 && (
        <Text size="sm" c="var(--desk-quiet)">
          {t('noBroadcasts')}
        </Text>
      )}
      {shown.map((broadcast) => (
        <Broadcast key={broadcast.id} broadcast={broadcast} />
      ))}
    </Card>
  );
}

function Broadcast({ broadcast }: { broadcast: BroadcastBody }) {
  const t = useIncidentTexts();
  const format = useFormat();
  const language = useLanguage();
  const { stage, state, texts, progress, started_at, started_by, automatic } = broadcast;
  const { found, told, failed } = progress;
  const skipped = Object.values(progress.skipped).reduce((sum, count) => sum + count, 0);
  const share = state === 'done' ? 100 : found === 0 ? 0 : ((told + failed + skipped) / found) * 100;
  return (
    <div className={classes['line']}>
      <div className={classes['grow']}>
        <Group gap="xs">
          <Badge variant="light" tt="none" color={state === 'running' ? 'desk' : 'gray'}>
            {t(`bstate_${state}`)}
          </Badge>
          <Text size="sm" fw={600}>
            {t(`stage_${stage}`)}
          </Text>
          <Text size="xs" c="var(--desk-quiet)">
            {format.moment(started_at)}, {automatic ? t('automatic') : started_by}
          </Text>
        </Group>
        <Text size="sm" lineClamp={2} my={4}>
          {texts[language]}
        </Text>
        <Progress value={share} size="sm" aria-label={t('broadcasts')} />
        <Text size="xs" c="var(--desk-quiet)" role="status">
          {t('progress', { told, found, skipped, failed })}
        </Text>
      </div>
      <Brakes broadcast={broadcast} />
    </div>
  );
}

function Brakes({ broadcast: { id, state } }: { broadcast: BroadcastBody }) {
  const t = useIncidentTexts();
  const { role } = useMe();
  const changing = useChange('broadcasts');
  if (role !== 'admin' || state === 'done' || state === 'cancelled') return null;
  const post = (step: string) =>
    void changing.run('POST', `/api/broadcasts/${id}/${step}`, undefined, t('done'));
  const paused = state === 'paused';
  return (
    <Group gap={6}>
      <Button size="compact-sm" variant="default" onClick={() => post(paused ? 'resume' : 'pause')}>
        {t(paused ? 'resume' : 'pause')}
      </Button>
      <Confirm what={t('cancelWhat')} confirmed={() => post('cancel')}>
        {t('cancel')}
      </Confirm>
    </Group>
  );
}
