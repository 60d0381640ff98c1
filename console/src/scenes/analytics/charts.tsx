import { BarChart } from '@mantine/charts';
import { Text } from '@mantine/core';
import type { MessageStatsBody, ScenarioStatsBody } from '../../../../shared/contracts/stats-responses.ts';
import { Card } from '../../common/card.tsx';
import { type Labels, useLabels } from '../../common/labels.ts';
import { useFormat } from '../../i18n/format.ts';
import classes from './analytics.module.css';
import { barsOf, byHourOfDay, ranked, reasonsOf } from './figures.ts';
import { type Range, stepOf } from './ranges.ts';
import { useAnalyticsTexts } from './texts.ts';

/** So many scenarios have a colour of their own; the rest are one. */
const COLOURS = ['teal.6', 'blue.6', 'orange.5', 'grape.5', 'red.5', 'lime.6', 'cyan.5', 'yellow.5'];

export function ScenariosOverTime({ statistics, range }: { statistics: ScenarioStatsBody; range: Range }) {
  const t = useAnalyticsTexts();
  const labels = useLabels();
  const format = useFormat();
  const byHour = stepOf(range) === 'hour';
  const bars = barsOf(statistics, byHour ? (hour) => hour : startOfDay);
  const top = ranked(statistics.total).slice(0, COLOURS.length);
  const data = bars.map(({ at, counts }) => ({
    at: byHour ? format.time(at) : format.date(at),
    ...Object.fromEntries(top.map((scenario) => [labels.scenario(scenario), counts[scenario] ?? 0])),
  }));
  const series = top.map((scenario, place) => ({
    name: labels.scenario(scenario),
    color: COLOURS[place] ?? 'gray.5',
  }));
  return (
    <Card title={t('byScenario')} wide>
      <BarChart
        h={280}
        data={data}
        dataKey="at"
        type="stacked"
        series={series}
        withLegend
        legendProps={{ verticalAlign: 'bottom' }}
        aria-label={t('byScenario')}
      />
    </Card>
  );
}

/** Bars of plain boxes: words beside them can be read, and found, as words. */
export function Reasons({ statistics }: { statistics: ScenarioStatsBody }) {
  const t = useAnalyticsTexts();
  const labels = useLabels();
  const reasons = reasonsOf(statistics.total);
  const most = reasons[0]?.count ?? 1;
  return (
    <Card title={t('reasons')}>
      {reasons.length === 0 && (
        <Text size="sm" c="var(--desk-quiet)">
          {t('noReasons')}
        </Text>
      )}
      <div className={classes['bars']}>
        {reasons.map(({ reason, count }) => (
          <div key={reason} className={classes['barLine']}>
            <span>{labels.reason(reason as Parameters<Labels['reason']>[0])}</span>
            <div className={classes['bar']} style={{ width: `${(count / most) * 100}%` }} />
            <span>{count}</span>
          </div>
        ))}
      </div>
    </Card>
  );
}

export function Busiest({ statistics }: { statistics: MessageStatsBody }) {
  const t = useAnalyticsTexts();
  const counts = byHourOfDay(statistics, (at) => new Date(at).getHours());
  const data = counts.map((count, hour) => ({ hour: String(hour), [t('messages')]: count }));
  return (
    <Card title={t('busiest')}>
      <BarChart
        h={220}
        data={data}
        dataKey="hour"
        series={[{ name: t('messages'), color: 'teal.6' }]}
        role="group"
        aria-label={t('busiest')}
      />
    </Card>
  );
}

function startOfDay(at: number): number {
  const day = new Date(at);
  day.setHours(0, 0, 0, 0);
  return day.getTime();
}
