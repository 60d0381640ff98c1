import { Text } from '@mantine/core';
import { Card } from '../../common/card.tsx';
import { useFormat } from '../../i18n/format.ts';
import classes from './analytics.module.css';
import { changeOf, handlingOf, shareDelivered } from './figures.ts';
import type { Statistics } from './queries.ts';
import { useAnalyticsTexts } from './texts.ts';

interface Figure {
  name: string;
  now: number | undefined | null;
  then: number | undefined | null;
  shown(value: number): string;
  /** Whether more of it is good; nothing, if it is neither. */
  moreIsBetter?: boolean;
  /** A share is compared in points, not in parts of itself. */
  isShare?: boolean;
}

/** The figures that matter most, each beside what it was before. */
export function Cards({ statistics, earlier }: { statistics: Statistics; earlier: Statistics | undefined }) {
  const figures = useFigures(statistics, earlier);
  return (
    <div className={classes['cards']}>
      {figures.map((figure) => (
        <FigureCard key={figure.name} figure={figure} />
      ))}
    </div>
  );
}

function useFigures(is: Statistics, was: Statistics | undefined): Figure[] {
  const t = useAnalyticsTexts();
  const format = useFormat();
  const handling = handlingOf(is.scenarios.total);
  const then = was && handlingOf(was.scenarios.total);
  const seconds = (value: number) => format.span(value * 1000);
  const share = { shown: format.share, isShare: true, moreIsBetter: true };
  const time = { shown: seconds, moreIsBetter: false };
  const median = (of: Statistics | undefined, which: 'answered_by_bot_in' | 'answered_by_operators_in') =>
    of?.messages.total[which].median_s;
  return [
    {
      name: t('messages'),
      now: is.messages.total.messages,
      then: was?.messages.total.messages,
      shown: format.number,
    },
    { name: t('alone'), now: handling.shareAlone, then: then?.shareAlone, ...share },
    { name: t('escalated'), now: handling.escalated, then: then?.escalated, shown: format.number },
    {
      name: t('botIn'),
      now: median(is, 'answered_by_bot_in'),
      then: median(was, 'answered_by_bot_in'),
      ...time,
    },
    {
      name: t('operatorsIn'),
      now: median(is, 'answered_by_operators_in'),
      then: median(was, 'answered_by_operators_in'),
      ...time,
    },
    {
      name: t('takenIn'),
      now: is.operators.total.taken_in.median_s,
      then: was?.operators.total.taken_in.median_s,
      ...time,
    },
    {
      name: t('delivered'),
      now: shareDelivered(is.deliveries.total),
      then: was && shareDelivered(was.deliveries.total),
      ...share,
    },
    { name: t('understood'), now: is.feedback.share_correct, then: was?.feedback.share_correct, ...share },
  ];
}

function FigureCard({ figure: { name, now, then, shown, moreIsBetter, isShare } }: { figure: Figure }) {
  const t = useAnalyticsTexts();
  const change = isShare ? (now != null && then != null ? now - then : undefined) : changeOf(now, then);
  return (
    <Card>
      <Text size="xs" c="var(--desk-quiet)">
        {name}
      </Text>
      <Text fz={26} fw={650} lh={1.3}>
        {now == null ? '–' : shown(now)}
      </Text>
      <Text size="xs" className={classes[toneOf(change, moreIsBetter)] ?? ''}>
        {now == null ? t('noData') : <Change change={change} />}
      </Text>
    </Card>
  );
}

function Change({ change }: { change: number | undefined }) {
  const format = useFormat();
  if (change === undefined) return '\u00a0';
  const sign = change > 0 ? '▲' : change < 0 ? '▼' : '=';
  return `${sign} ${format.share(Math.abs(change))}`;
}

function toneOf(change: number | undefined, moreIsBetter: boolean | undefined): 'better' | 'worse' | 'same' {
  if (!change || moreIsBetter === undefined) return 'same';
  return change > 0 === moreIsBetter ? 'better' : 'worse';
}
