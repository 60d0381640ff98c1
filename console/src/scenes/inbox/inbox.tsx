import { useEffect, useRef, useState } from 'react';
import { useLocation, useSearchParams } from 'wouter';
import { useHotkeys } from '../../hotkeys/hotkeys-provider.tsx';
import { useMe } from '../../session/use-session.ts';
import { nextToDo } from './attention.ts';
import { type Filter, filterIn, searchOf } from './filters.ts';
import classes from './inbox.module.css';
import { useConversations } from './lists.ts';
import { Queue } from './queue/queue.tsx';
import { Side } from './side/side.tsx';
import { Talk } from './talk/talk.tsx';
import { useInboxTexts } from './texts.ts';

/** Who waits, what was said, and what is known: the three panes of the desk. On a narrow screen one at a time. */
export default function Inbox({ params }: { params: { id?: string } }) {
  const { id } = params;
  const [search] = useSearchParams();
  const [, go] = useLocation();
  const { id: me } = useMe();
  const filter = filterIn(search);
  const list = useConversations(filter);
  const [details, setDetails] = useState(() => window.innerWidth >= WIDE);
  const toggle = () => setDetails((shown) => !shown);
  const open = (conversation: string | undefined, wanted: Filter = filter) => {
    const query = searchOf(wanted);
    const path = `/inbox${conversation ? `/${conversation}` : ''}${query && `?${query}`}`;
    // The way back leads from conversation to conversation, not from letter to letter of what was looked for.
    go(path, { replace: conversation === id });
  };
  const next = nextToDo(list.data ?? [], id, me);
  useKeys({ id, details, open, toggle });
  return (
    <div
      className={classes['inbox']}
      data-narrow={id === undefined ? 'list' : 'talk'}
      data-details={(details && id !== undefined) || undefined}
    >
      <Queue list={list} filter={filter} chosen={id} open={open} />
      <Talk key={id ?? ''} id={id} leave={() => open(undefined)} closed={() => open(next)} details={toggle} />
      {id !== undefined && details && <Side key={`side-${id}`} id={id} close={toggle} />}
    </div>
  );
}

/** From here on there is room for three panes; below, the third lies over the others. */
const WIDE = 1200;

interface KeysNeed {
  id: string | undefined;
  details: boolean;
  open(conversation: string | undefined): void;
  toggle(): void;
}

function useKeys({ id, details, open, toggle }: KeysNeed): void {
  const t = useInboxTexts();
  const toList = () => document.getElementById('inbox-list')?.focus();
  const leave = ({ target }: KeyboardEvent) => {
    if (target instanceof HTMLElement && /^(INPUT|TEXTAREA)$/.test(target.tagName)) return target.blur();
    if (details && id !== undefined && window.innerWidth < WIDE) return toggle();
    open(undefined);
  };
  useHotkeys([
    { keys: '[', does: t('keyList'), group: t('keysTalk'), run: toList },
    { keys: ']', does: t('keyDetails'), group: t('keysTalk'), run: toggle },
    { keys: 'Escape', does: t('keyLeave'), group: t('keysTalk'), whileWriting: true, run: leave },
  ]);
  const before = useRef(id);
  useEffect(() => {
    // Whoever leaves a conversation is in the list again.
    if (id === undefined && before.current !== undefined) document.getElementById('inbox-list')?.focus();
    before.current = id;
  }, [id]);
}
