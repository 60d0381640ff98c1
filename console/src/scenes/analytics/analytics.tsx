import '@mantine/charts/styles.css';
import { Alert, Button, SegmentedControl, Text, Title } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import { saveExport } from '../../api/save-export.ts';
import { Nothing } from '../../common/nothing.tsx';
import { useNotices } from '../../common/notices.ts';
import { Trouble } from '../../common/trouble.tsx';
import { Waiting } from '../../common/waiting.tsx';
import { now } from '../../twin/business-clock.ts';
import classes from './analytics.module.css';
import { Cards } from './cards.tsx';
import { Busiest, Reasons, ScenariosOverTime } from './charts.tsx';
import { type Statistics, useStatistics } from './queries.ts';
import { before, RANGES, type Range, type RangeName, rangeOf } from './ranges.ts';
import { Corrections, Deliveries, Operators, ScenarioTable } from './tables.tsx';
import { useAnalyticsTexts } from './texts.ts';

/** How the desk fares: of a stretch of time, beside the one before it. */
export default function Analytics() {
  const t = useAnalyticsTexts();
  const [name, setName] = useState<RangeName>('day');
  const range = useMemo(() => rangeOf(name, now()), [name]);
  const statistics = useStatistics(range);
  const earlier = useStatistics(
    useMemo(() => before(range), [range]),
    statistics.isSuccess,
  );
  return (
    <div className={classes['scene']}>
      <div className={classes['head']}>
        <Title order={1} size="h3">
          {t('title')}
        </Title>
        <SegmentedControl
          size="xs"
          aria-label={t('range')}
          value={name}
          onChange={(chosen) => setName(chosen as RangeName)}
          data={Object.keys(RANGES).map((value) => ({ value, label: t(value as RangeName) }))}
        />
        <Text size="xs" c="var(--desk-quiet)">
          {t('compared')}
        </Text>
        <div className={classes['spring']} />
        <Report range={range} />
      </div>
      {statistics.isPending && <Waiting />}
      {statistics.isError && <Trouble error={statistics.error} retry={() => void statistics.refetch()} />}
      {statistics.data && <Shown statistics={statistics.data} earlier={earlier.data} range={range} />}
    </div>
  );
}

function Shown({
  statistics,
  earlier,
  range,
}: {
  statistics: Statistics;
  earlier: Statistics | undefined;
  range: Range;
}) {
  const t = useAnalyticsTexts();
  const { messages, scenarios, deliveries, operators, feedback } = statistics;
  return (
    <>
      {messages.partial && <Alert color="yellow">{t('partial')}</Alert>}
      <Cards statistics={statistics} earlier={earlier} />
      {messages.total.messages === 0 ? (
        <Nothing>{t('nothing')}</Nothing>
      ) : (
        <div className={classes['charts']}>
          <ScenariosOverTime statistics={scenarios} range={range} />
          <Reasons statistics={scenarios} />
          <Busiest statistics={messages} />
          <ScenarioTable statistics={scenarios} />
          <Deliveries statistics={deliveries} />
          <Operators statistics={operators} />
          <Corrections feedback={feedback} />
        </div>
      )}
    </>
  );
}

function Report({ range }: { range: Range }) {
  const t = useAnalyticsTexts();
  const notices = useNotices();
  const [busy, setBusy] = useState(false);
  const save = async () => {
    setBusy(true);
    const query = {
      format: 'csv',
      from: new Date(range.from).toISOString(),
      to: new Date(range.to).toISOString(),
    };
    await saveExport('/api/export/report', query, 'firstline-report.csv').catch(notices.failed);
    setBusy(false);
  };
  return (
    <Button
      size="xs"
      variant="default"
      loading={busy}
      leftSection={<IconDownload size={15} />}
      onClick={save}
    >
      {t('csv')}
    </Button>
  );
}
