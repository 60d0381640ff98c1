import { useVirtualizer } from '@tanstack/react-virtual';
import { type RefObject, useEffect, useRef } from 'react';
import { Nothing } from '../../../common/nothing.tsx';
import { Trouble } from '../../../common/trouble.tsx';
import { Waiting } from '../../../common/waiting.tsx';
import { type Filter, isNarrowed } from '../filters.ts';
import classes from '../inbox.module.css';
import type { useConversations } from '../lists.ts';
import { useInboxTexts } from '../texts.ts';
import { FilterBar } from './filter-bar.tsx';
import { Row } from './row.tsx';
import { useCursor } from './use-cursor.ts';

const ROW_PX = 78;
/** Rows beyond the visible ones, so that scrolling finds them there. */
const OVERSCAN = 10;
/** So many rows before the end the next page is asked for. */
const AHEAD = 15;

interface QueueProps {
  list: ReturnType<typeof useConversations>;
  filter: Filter;
  chosen: string | undefined;
  open(conversation: string | undefined, filter?: Filter): void;
}

/** Everybody who waits, and whatever else is open; only the rows in sight are in the document. */
export function Queue({ list, filter, chosen, open }: QueueProps) {
  const t = useInboxTexts();
  const items = list.data ?? [];
  const platforms = [...new Set(['telegram', ...items.flatMap(({ platform }) => platform ?? [])])];
  // A page that a filter has thinned out may be empty, and still lead on.
  useMorePages(list, items.length, 0);
  const retry = () => void (list.isFetchNextPageError ? list.fetchNextPage() : list.refetch());
  return (
    <section className={`${classes['pane']} ${classes['queue']}`} aria-label={t('list')}>
      <FilterBar filter={filter} platforms={platforms} change={(next) => open(chosen, next)} />
      {(list.isPending || (items.length === 0 && list.isFetching)) && <Waiting />}
      {list.isError && <Trouble error={list.error} retry={retry} />}
      {list.isSuccess && items.length === 0 && !list.isFetching && (
        <Nothing>{t(isNarrowed(filter) ? 'emptyFilter' : 'empty')}</Nothing>
      )}
      {items.length > 0 && <Rows list={list} items={items} chosen={chosen} open={open} />}
    </section>
  );
}

type Items = NonNullable<QueueProps['list']['data']>;

function Rows({ list, items, chosen, open }: Omit<QueueProps, 'filter'> & { items: Items }) {
  const t = useInboxTexts();
  const scroller = useRef<HTMLDivElement>(null);
  const rows = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_PX,
    getItemKey: (at) => items[at]?.id ?? at,
    overscan: OVERSCAN,
  });
  const shown = rows.getVirtualItems();
  useMorePages(list, items.length, shown.at(-1)?.index ?? 0);
  const cursor = useCursor({ items, chosen, open, scrollTo: (at) => rows.scrollToIndex(at) });
  return (
    <div
      id="inbox-list"
      ref={scroller as RefObject<HTMLDivElement>}
      className={classes['rows']}
      role="listbox"
      aria-label={t('list')}
      aria-activedescendant={cursor.at === undefined ? undefined : `row-${cursor.at}`}
      tabIndex={0}
      onKeyDown={(event) => {
        if (!event.altKey && !event.ctrlKey && !event.metaKey && cursor.onKey(event.key))
          event.preventDefault();
      }}
    >
      <div className={classes['sizer']} style={{ height: rows.getTotalSize() }}>
        {shown.map(({ index, start }) => {
          const item = items[index];
          return (
            item && (
              <Row
                key={item.id}
                item={item}
                top={start}
                chosen={item.id === chosen}
                cursor={item.id === cursor.at}
                open={() => open(item.id)}
              />
            )
          );
        })}
      </div>
    </div>
  );
}

/** Asks for the next page when its rows come near; not again by itself when that failed. */
function useMorePages(list: QueueProps['list'], count: number, last: number): void {
  const { hasNextPage, isFetching, isFetchNextPageError, fetchNextPage } = list;
  const wanted = last >= count - AHEAD && hasNextPage && !isFetching && !isFetchNextPageError;
  useEffect(() => {
    if (wanted) void fetchNextPage();
  }, [wanted, fetchNextPage]);
}
