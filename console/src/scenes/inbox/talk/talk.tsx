import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import type { ConversationBody } from '../../../../../shared/contracts/inbox-responses.ts';
import { isProblem } from '../../../api/problem.ts';
import { Nothing } from '../../../common/nothing.tsx';
import { Trouble } from '../../../common/trouble.tsx';
import { Waiting } from '../../../common/waiting.tsx';
import { useViewers, useViewing } from '../../../realtime/presence.ts';
import { useMe } from '../../../session/use-session.ts';
import { concerns } from '../attention.ts';
import classes from '../inbox.module.css';
import { useConversation } from '../queries.ts';
import { useInboxTexts } from '../texts.ts';
import { useMarkRead } from '../use-mark-read.ts';
import { Composer } from './composer.tsx';
import { Header } from './header.tsx';
import { History } from './history.tsx';

interface TalkProps {
  id: string | undefined;
  leave(): void;
  /** It was closed: what comes next? */
  closed(): void;
  details(): void;
}

type Ways = Omit<TalkProps, 'id'>;

/** One conversation: who has it, what was said, and the place to answer. */
export function Talk({ id, ...ways }: TalkProps) {
  const t = useInboxTexts();
  return (
    <section className={`${classes['pane']} ${classes['talk']}`} aria-label={t('keysTalk')}>
      {id === undefined ? <Nothing>{t('choose')}</Nothing> : <Open id={id} {...ways} />}
    </section>
  );
}

function Open({ id, ...ways }: Ways & { id: string }) {
  const t = useInboxTexts();
  const conversation = useConversation(id);
  useViewing(id);
  useReadOnceSeen(id);
  if (conversation.isPending) return <Waiting />;
  if (conversation.isError && !conversation.data)
    return isProblem(conversation.error) && conversation.error.status === 404 ? (
      <Nothing>{t('gone')}</Nothing>
    ) : (
      <Trouble error={conversation.error} retry={() => void conversation.refetch()} />
    );
  return <Shown conversation={conversation.data} {...ways} />;
}

function Shown({ conversation, ...ways }: Ways & { conversation: ConversationBody }) {
  // What was new when it was opened stays marked as new until it is left.
  const unread = useRef(conversation.unread);
  useReading(conversation);
  return (
    <>
      <Header conversation={conversation} {...ways} />
      <History conversation={conversation} unread={unread.current} />
      <Composer conversation={conversation} />
    </>
  );
}

/** What is on a screen that somebody looks at is read. */
function useReading({ id, unread, version }: ConversationBody): void {
  const markRead = useMarkRead();
  useEffect(() => {
    const mark = () => {
      if (!document.hidden) void markRead({ id, unread, version });
    };
    mark();
    document.addEventListener('visibilitychange', mark);
    return () => document.removeEventListener('visibilitychange', mark);
  }, [id, unread, version, markRead]);
}

/**
 * Of a conversation that is another's, frames come only once the desk knows that one looks at it: what changed between the
 * reading and that is read then.
 */
function useReadOnceSeen(id: string): void {
  const queries = useQueryClient();
  const { id: me, role } = useMe();
  const seen = useViewers(id).includes(me);
  useEffect(() => {
    const known = queries.getQueryData<ConversationBody>(['conversation', id]);
    if (!seen || role === 'admin' || (known && concerns(known, me))) return;
    void queries.invalidateQueries({ queryKey: ['conversation', id] });
    void queries.invalidateQueries({ queryKey: ['timeline', id] });
  }, [seen, id, me, role, queries]);
}
