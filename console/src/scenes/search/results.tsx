import { Badge, Button, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import type { ConversationItem } from '../../../../shared/contracts/inbox-responses.ts';
import type { FoundMessage } from '../../../../shared/contracts/search-responses.ts';
import { useLabels } from '../../common/labels.ts';
import { Nothing } from '../../common/nothing.tsx';
import { useCommonTexts } from '../../common/texts.ts';
import { Trouble } from '../../common/trouble.tsx';
import { Waiting } from '../../common/waiting.tsx';
import { useFormat } from '../../i18n/format.ts';
import type { Criteria } from './criteria.ts';
import { marked } from './marked.ts';
import { useSearch } from './queries.ts';
import classes from './search.module.css';
import { useSearchTexts } from './texts.ts';

export function Messages({ criteria }: { criteria: Criteria }) {
  const search = useSearch('messages', criteria);
  const items = search.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Found search={search} count={items.length}>
      {items.map((item) => (
        <li key={item.id}>
          <Message item={item} words={criteria.q} />
        </li>
      ))}
    </Found>
  );
}

export function Conversations({ criteria }: { criteria: Criteria }) {
  const search = useSearch('conversations', criteria);
  const items = search.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Found search={search} count={items.length}>
      {items.map((item) => (
        <li key={item.id}>
          <Conversation item={item} words={criteria.q} />
        </li>
      ))}
    </Found>
  );
}

export function Clients({ criteria }: { criteria: Criteria }) {
  const search = useSearch('clients', criteria);
  const items = search.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Found search={search} count={items.length}>
      {items.map(({ conversation_id, client_id, client_name, partner }) => (
        <li key={conversation_id}>
          <Link href={`/inbox/${conversation_id}`} className={classes['item'] ?? ''}>
            <span className={classes['name']}>{client_name ?? client_id}</span>
            <div className={classes['meta']}>
              <span>
                <Marked text={client_id} words={criteria.q} />
              </span>
              <span>{partner}</span>
            </div>
          </Link>
        </li>
      ))}
    </Found>
  );
}

interface FoundProps {
  search: Pick<
    ReturnType<typeof useSearch>,
    'isPending' | 'isError' | 'error' | 'hasNextPage' | 'isFetchingNextPage' | 'fetchNextPage' | 'refetch'
  >;
  count: number;
  children: ReactNode;
}

function Found({ search, count, children }: FoundProps) {
  const t = useSearchTexts();
  const common = useCommonTexts();
  if (search.isPending) return <Waiting />;
  if (search.isError && count === 0)
    return <Trouble error={search.error} retry={() => void search.refetch()} />;
  return (
    <>
      {count > 0 ? (
        <ul className={classes['found']} aria-label={t('results')}>
          {children}
        </ul>
      ) : (
        <Nothing>{t(search.hasNextPage ? 'noneYet' : 'none')}</Nothing>
      )}
      {search.isError && <Trouble error={search.error} />}
      {search.hasNextPage && (
        <Button
          variant="default"
          mx="auto"
          loading={search.isFetchingNextPage}
          onClick={() => void search.fetchNextPage()}
        >
          {count > 0 ? common('more') : t('goOn')}
        </Button>
      )}
    </>
  );
}

function Message({ item, words }: { item: FoundMessage; words: string }) {
  const t = useSearchTexts();
  const labels = useLabels();
  const format = useFormat();
  const { client_id, partner, source, operator, scenario, confidence, delivery, attachments } = item;
  const who = source === 'client' ? t('fromClient') : (operator ?? labels.source(source));
  return (
    <Link href={`/inbox/${item.conversation_id}`} className={classes['item'] ?? ''}>
      <div className={classes['meta']}>
        <span className={classes['name']}>{client_id}</span>
        <span>{partner}</span>
        <span>{who}</span>
        <time dateTime={item.created_at}>{format.moment(item.created_at)}</time>
        {scenario !== null && (
          <Badge size="sm" variant="light" tt="none">
            {labels.scenario(scenario)} {confidence !== null && format.share(confidence)}
          </Badge>
        )}
        {delivery !== null && delivery !== 'delivered' && <span>{labels.delivery(delivery)}</span>}
      </div>
      <div className={classes['text']}>
        {item.text === '' ? (
          t('attachments', { count: attachments })
        ) : (
          <Marked text={item.text} words={words} />
        )}
      </div>
    </Link>
  );
}

function Conversation({ item, words }: { item: ConversationItem; words: string }) {
  const labels = useLabels();
  const format = useFormat();
  const { client_id, client_name, partner, status, assignee, last_message } = item;
  return (
    <Link href={`/inbox/${item.id}`} className={classes['item'] ?? ''}>
      <div className={classes['meta']}>
        <span className={classes['name']}>
          <Marked text={client_name ?? client_id} words={words} />
        </span>
        <span>{client_id}</span>
        <span>{partner}</span>
        <span>{assignee ?? labels.status(status)}</span>
        {last_message && (
          <time dateTime={last_message.created_at}>{format.moment(last_message.created_at)}</time>
        )}
      </div>
      <div className={classes['text']}>
        <Text size="sm" component="span">
          <Marked text={last_message?.text ?? ''} words={words} />
        </Text>
      </div>
    </Link>
  );
}

function Marked({ text, words }: { text: string; words: string }) {
  return marked(text, words).map(({ text: piece, found }, place) =>
    // biome-ignore lint/suspicious/noArrayIndexKey: pieces have no other name than their place
    found ? <mark key={place}>{piece}</mark> : <span key={place}>{piece}</span>,
  );
}
