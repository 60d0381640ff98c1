import { Button } from '@mantine/core';
import { IconArrowDown } from '@tabler/icons-react';
import { useEffect, useMemo, useState } from 'react';
import type { ConversationBody } from '../../../../../shared/contracts/inbox-responses.ts';
import { Nothing } from '../../../common/nothing.tsx';
import { Trouble } from '../../../common/trouble.tsx';
import { Waiting } from '../../../common/waiting.tsx';
import { useFormat } from '../../../i18n/format.ts';
import classes from '../inbox.module.css';
import { useFeedback, useTimeline } from '../queries.ts';
import { useInboxTexts } from '../texts.ts';
import { entriesOf, firstUnread } from './entries.ts';
import { EntryLine } from './entry-line.tsx';
import { dropArrived, useUnsent } from './outbox.ts';
import { UnsentLine } from './unsent-line.tsx';
import { useEnd } from './use-end.ts';

/** All that was said, the newest at the end. */
export function History({ conversation, unread }: { conversation: ConversationBody; unread: number }) {
  const t = useInboxTexts();
  const { day } = useFormat();
  const { id } = conversation;
  const timeline = useTimeline(id);
  const unsent = useUnsent(id);
  const items = useMemo(() => timeline.data?.pages.flatMap((page) => page.items) ?? [], [timeline.data]);
  const firstNew = useKept(
    timeline.isSuccess && !timeline.isFetching ? firstUnread(items, unread) : undefined,
  );
  const entries = useMemo(() => entriesOf(items, firstNew, day), [items, firstNew, day]);
  useEffect(() => dropArrived(id, new Set(items.map((item) => item.id))), [id, items]);
  const judged = useFeedback(items.at(-1)?.id).data;
  const lastUnderstood = entries.findLast((entry) => entry.show === 'item' && entry.turn !== undefined);
  const last = unsent.at(-1)?.key ?? entries.at(-1)?.key;
  const { scroller, content, away, news, toEnd, onScroll } = useEnd(
    items.length && `${items.at(-1)?.id} ${entries.length}`,
    last,
  );
  if (timeline.isPending) return <Waiting />;
  if (timeline.isError && items.length === 0)
    return <Trouble error={timeline.error} retry={() => void timeline.refetch()} />;
  const name = conversation.client_name ?? conversation.client_id;
  return (
    <div className={classes['history']}>
      <div
        ref={scroller}
        id="history"
        className={classes['scroller']}
        role="log"
        aria-label={t('conversation', { name })}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        tabIndex={0}
        onScroll={onScroll}
      >
        <div ref={content} className={classes['entries']}>
          {timeline.hasNextPage && (
            <Button
              size="compact-sm"
              variant="subtle"
              mx="auto"
              loading={timeline.isFetchingNextPage}
              onClick={() => void timeline.fetchNextPage()}
            >
              {t('older')}
            </Button>
          )}
          {items.length === 0 && unsent.length === 0 && <Nothing>{t('nothingSaid')}</Nothing>}
          {entries.map((entry) => (
            <EntryLine
              key={entry.key}
              entry={entry}
              judged={entry.show === 'item' && entry.turn ? judged?.get(entry.turn.id) : undefined}
              last={entry === lastUnderstood}
            />
          ))}
          {unsent.map((one) => (
            <UnsentLine key={one.key} conversation={conversation} unsent={one} />
          ))}
        </div>
      </div>
      {away && (
        <Button
          className={classes['newest'] ?? ''}
          size="compact-sm"
          variant={news ? 'filled' : 'default'}
          leftSection={<IconArrowDown size={14} aria-hidden />}
          onClick={toEnd}
        >
          {t(news ? 'newBelow' : 'toNewest')}
        </Button>
      )}
    </div>
  );
}

/** What it was first, once it was anything. */
function useKept<Value>(value: Value | undefined): Value | undefined {
  const [kept, keep] = useState(value);
  useEffect(() => keep((before) => before ?? value), [value]);
  return kept;
}
