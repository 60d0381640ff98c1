import { Text } from '@mantine/core';
import { memo, type ReactNode } from 'react';
import type { TimelineItemBody } from '../../../../../shared/contracts/inbox-responses.ts';
import type { FeedbackBody } from '../../../../../shared/contracts/learning-responses.ts';
import { useLabels } from '../../../common/labels.ts';
import { useFormat } from '../../../i18n/format.ts';
import classes from '../inbox.module.css';
import { useInboxTexts } from '../texts.ts';
import { AttachmentView } from './attachment.tsx';
import { DeliveryNote } from './delivery-note.tsx';
import { type Entry, type Of, tickOf } from './entries.ts';
import { TurnNote } from './turn-note.tsx';

/** One line of a conversation. */
export const EntryLine = memo(
  function EntryLine({ entry, judged, last }: EntryLineProps) {
    const t = useInboxTexts();
    const format = useFormat();
    if (entry.show === 'day') return <div className={classes['divider']}>{format.day(entry.at)}</div>;
    if (entry.show === 'new')
      return (
        <div className={classes['divider']} data-new>
          {t('newHere')}
        </div>
      );
    const { item, turn } = entry;
    const note = turn && <TurnNote turn={turn} judged={judged} last={last} />;
    return <Item item={item} note={note} />;
  },
  (a, b) => JSON.stringify(a) === JSON.stringify(b),
);

interface EntryLineProps {
  entry: Entry;
  judged: FeedbackBody | undefined;
  /** Whether nothing after it was understood by the bot. */
  last: boolean;
}

function Item({ item, note }: { item: TimelineItemBody; note: ReactNode }) {
  if (item.kind === 'message') return <FromClient item={item} note={note} />;
  if (item.kind === 'text') return <FromDesk item={item} />;
  if (item.kind === 'note') return <NoteLine item={item} />;
  if (item.kind === 'action') return <ActionLine item={item} />;
  return null;
}

function FromClient({ item, note }: { item: Of<'message'>; note: ReactNode }) {
  const labels = useLabels();
  const format = useFormat();
  return (
    <article className={classes['bubble']} data-side="client">
      {item.attachments.map((attachment, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: attachments have no other name than their place
        <AttachmentView key={place} message={item.id} attachment={attachment} />
      ))}
      {item.command !== null && <em>{labels.command(item.command)}</em>}
      {item.text !== '' && <div className={classes['said']}>{item.text}</div>}
      <footer className={classes['foot']}>
        <time dateTime={item.created_at}>{format.time(item.created_at)}</time>
        {note}
      </footer>
    </article>
  );
}

function FromDesk({ item }: { item: Of<'text'> }) {
  const t = useInboxTexts();
  const labels = useLabels();
  const format = useFormat();
  const byPerson = item.source === 'operator';
  const tick = tickOf(item);
  const who = byPerson ? item.operator : `${labels.source(item.source)}, ${t('automatic')}`;
  return (
    <article
      className={classes['bubble']}
      data-side="desk"
      data-source={byPerson ? 'operator' : 'bot'}
      data-trouble={tick === 'failed' || tick === 'unsure' || undefined}
    >
      <div className={classes['said']}>{item.text}</div>
      <footer className={classes['foot']}>
        <span>{who}</span>
        <time dateTime={item.created_at}>{format.time(item.created_at)}</time>
        <DeliveryNote item={item} tick={tick} />
      </footer>
    </article>
  );
}

function NoteLine({ item }: { item: Of<'note'> }) {
  const t = useInboxTexts();
  const format = useFormat();
  return (
    <article className={classes['bubble']} data-source="note">
      <div className={classes['said']}>{item.text}</div>
      <footer className={classes['foot']}>
        <span>{t('noteBy', { by: item.by })}</span>
        <time dateTime={item.created_at}>{format.time(item.created_at)}</time>
      </footer>
    </article>
  );
}

function ActionLine({ item }: { item: Of<'action'> }) {
  const labels = useLabels();
  const format = useFormat();
  const to = item.action === 'assign' && item.after.assignee !== null ? ` → ${item.after.assignee}` : '';
  return (
    <Text className={classes['event'] ?? ''}>
      {format.time(item.created_at)} · {item.by}: {labels.action(item.action)}
      {to}
    </Text>
  );
}
