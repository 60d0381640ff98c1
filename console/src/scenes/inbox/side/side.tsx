import { ActionIcon, Group, Text, Title } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useMemo } from 'react';
import classes from '../inbox.module.css';
import { useConversation, useFeedback, useTimeline } from '../queries.ts';
import { lastTurn } from '../talk/entries.ts';
import { useInboxTexts } from '../texts.ts';
import { Client } from './client.tsx';
import { Explanation } from './explanation.tsx';
import { Reminders } from './reminders.tsx';

/** Who the client is, how the conversation stands, what the desk does next, and why the bot did what it did last. */
export function Side({ id, close }: { id: string; close(): void }) {
  const t = useInboxTexts();
  const conversation = useConversation(id).data;
  const pages = useTimeline(id).data?.pages;
  const items = useMemo(() => pages?.flatMap((page) => page.items) ?? [], [pages]);
  const turn = useMemo(() => lastTurn(items), [items]);
  const judged = useFeedback(items.at(-1)?.id).data;
  return (
    <aside className={`${classes['pane']} ${classes['side']}`} aria-label={t('details')}>
      <Group className={classes['bar'] ?? ''} justify="space-between" wrap="nowrap">
        <Title order={2} size="h6">
          {t('details')}
        </Title>
        <ActionIcon variant="subtle" aria-label={t('hideDetails')} onClick={close}>
          <IconX size={16} />
        </ActionIcon>
      </Group>
      {conversation && <Client conversation={conversation} />}
      {conversation && <Reminders conversation={conversation} />}
      {turn ? (
        <Explanation key={turn.id} turn={turn} judged={judged?.get(turn.id)} />
      ) : (
        pages && (
          <div className={classes['section']}>
            <Text size="sm" c="var(--desk-quiet)">
              {t('notUnderstood')}
            </Text>
          </div>
        )
      )}
    </aside>
  );
}
