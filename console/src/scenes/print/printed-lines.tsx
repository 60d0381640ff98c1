import { Text, Title } from '@mantine/core';
import { useMemo } from 'react';
import type { TimelineItemBody } from '../../../../shared/contracts/inbox-responses.ts';
import { useLabels } from '../../common/labels.ts';
import { useFormat } from '../../i18n/format.ts';
import { entriesOf } from '../inbox/talk/entries.ts';
import classes from './print.module.css';
import { usePrintTexts } from './texts.ts';

interface PrintedLinesProps {
  /** Newest first. */
  items: readonly TimelineItemBody[];
  withNotes: boolean;
}

/** Line by line, day by day, in the order of time. */
export function PrintedLines({ items, withNotes }: PrintedLinesProps) {
  const t = usePrintTexts();
  const format = useFormat();
  const said = useMemo(() => items.filter(({ kind }) => withNotes || kind !== 'note'), [items, withNotes]);
  const entries = useMemo(() => entriesOf(said, undefined, format.day), [said, format]);
  if (entries.length === 0) return <Text>{t('nothing')}</Text>;
  return entries.map((entry) => {
    if (entry.show === 'day')
      return (
        <Title key={entry.key} order={2} size="h6" className={classes['day'] ?? ''}>
          {format.day(entry.at)}
        </Title>
      );
    return entry.show === 'item' && <Line key={entry.key} item={entry.item} />;
  });
}

function Line({ item }: { item: TimelineItemBody }) {
  const format = useFormat();
  const who = useWho(item);
  const words = useWords(item);
  return (
    <article className={classes['line']} data-kind={item.kind}>
      <time dateTime={item.created_at}>{format.time(item.created_at)}</time>
      <div>
        <b>{who}</b>
        <div className={classes['words']}>{words}</div>
      </div>
    </article>
  );
}

function useWho(item: TimelineItemBody): string {
  const t = usePrintTexts();
  const labels = useLabels();
  if (item.kind === 'message') return t('client');
  if (item.kind === 'note') return t('noteBy', { by: item.by });
  if (item.kind === 'action') return item.by;
  if (item.kind === 'left') return '';
  const by = item.operator ?? labels.source(item.source);
  const arrived = item.delivery === 'delivered' || item.delivery === 'stored';
  return arrived ? by : `${by} (${labels.delivery(item.delivery)})`;
}

function useWords(item: TimelineItemBody): string {
  const labels = useLabels();
  if (item.kind === 'action') return labels.action(item.action);
  if (item.kind === 'left') return '';
  if (item.kind !== 'message') return item.text;
  const { text, command, attachments } = item;
  const came = attachments.map(({ type, file_name, caption }) =>
    [file_name ?? labels.attachment(type), caption].filter(Boolean).join(': '),
  );
  return [...(command === null ? [] : [labels.command(command)]), ...came, text].filter(Boolean).join('\n');
}
