import { Button, Group, Modal, Progress, Stack, Text } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { DryRunBody, JobBody } from '../../../../shared/contracts/operator-responses.ts';
import { change } from '../../api/client.ts';
import { useNotices } from '../../common/notices.ts';
import { useCommonTexts } from '../../common/texts.ts';
import { Trouble } from '../../common/trouble.tsx';
import { Waiting } from '../../common/waiting.tsx';
import { useFormat } from '../../i18n/format.ts';
import { type DeliveryFilter, useJob } from './queries.ts';
import { useDeliveryTexts } from './texts.ts';

/** Sends again all that was given up and fits the filter: counted first, then begun, then watched. */
export function Redrive({ filter, disabled }: { filter: DeliveryFilter; disabled: boolean }) {
  const t = useDeliveryTexts();
  const [opened, setOpened] = useState(false);
  const [job, setJob] = useState<string>();
  const close = () => {
    setOpened(false);
    setJob(undefined);
  };
  return (
    <>
      <Button variant="default" disabled={disabled} onClick={() => setOpened(true)}>
        {t('redrive')}
      </Button>
      <Modal opened={opened} onClose={close} title={t('redriveTitle')}>
        {job === undefined ? <Count filter={filter} begun={setJob} /> : <Job id={job} close={close} />}
      </Modal>
    </>
  );
}

function Count({ filter, begun }: { filter: DeliveryFilter; begun(job: string): void }) {
  const t = useDeliveryTexts();
  const format = useFormat();
  const notices = useNotices();
  const given = Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== ''));
  const dryRun = useQuery({
    queryKey: ['deliveries', 'dry-run', filter],
    queryFn: () => change<DryRunBody>('POST', '/api/deliveries/redrive', { filter: given, dry_run: true }),
    staleTime: 0,
  });
  if (dryRun.isPending) return <Waiting />;
  if (dryRun.isError) return <Trouble error={dryRun.error} retry={() => void dryRun.refetch()} />;
  const { matched, complete } = dryRun.data;
  const shown = format.number(matched);
  const begin = async () => {
    await change<JobBody>('POST', '/api/deliveries/redrive', { filter: given }).then(
      ({ id }) => begun(id),
      notices.failed,
    );
  };
  if (matched === 0) return <Text size="sm">{t('nothingMatches')}</Text>;
  return (
    <Stack>
      <Text>{complete ? t('matched', { count: matched, shown }) : t('matchedMore', { shown })}</Text>
      <Text size="sm" c="var(--desk-quiet)">
        {t('pace')}
      </Text>
      <Group justify="flex-end">
        <Button onClick={begin} data-autofocus>
          {t('begin')}
        </Button>
      </Group>
    </Stack>
  );
}

function Job({ id, close }: { id: string; close(): void }) {
  const t = useDeliveryTexts();
  const common = useCommonTexts();
  const notices = useNotices();
  const queries = useQueryClient();
  const job = useJob(id);
  if (job.isPending) return <Waiting />;
  if (job.isError) return <Trouble error={job.error} retry={() => void job.refetch()} />;
  const { state, matched, replayed, skipped, failed, ended_at } = job.data;
  const ended = ended_at !== null;
  const share = ended ? 100 : matched === 0 ? 0 : ((replayed + skipped + failed) / matched) * 100;
  const stop = () => change<JobBody>('POST', `/api/deliveries/redrive/${id}/cancel`).catch(notices.failed);
  const leave = () => {
    void queries.invalidateQueries({ queryKey: ['deliveries'] });
    close();
  };
  return (
    <Stack>
      <Text fw={600} role="status">
        {t(`job_${state}`)}
      </Text>
      <Progress value={share} animated={!ended} aria-label={t('redriveTitle')} size="lg" />
      <Text size="sm">{t('progress', { replayed, matched, skipped, failed })}</Text>
      <Group justify="flex-end">
        {ended ? (
          <Button onClick={leave}>{common('close')}</Button>
        ) : (
          <Button variant="default" disabled={state === 'cancelling'} onClick={stop}>
            {t('stop')}
          </Button>
        )}
      </Group>
    </Stack>
  );
}
