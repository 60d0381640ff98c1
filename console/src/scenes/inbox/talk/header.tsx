import { ActionIcon, Badge, Group, Text, Title } from '@mantine/core';
import { IconChevronLeft, IconInfoCircle } from '@tabler/icons-react';
import type { ConversationBody } from '../../../../../shared/contracts/inbox-responses.ts';
import { useLabels } from '../../../common/labels.ts';
import { useMe } from '../../../session/use-session.ts';
import classes from '../inbox.module.css';
import { useInboxTexts } from '../texts.ts';
import { Actions } from './actions.tsx';

const COLOURS = { critical: 'red', high: 'orange', medium: 'yellow', low: 'gray' } as const;

interface HeaderProps {
  conversation: ConversationBody;
  leave(): void;
  closed(): void;
  details(): void;
}

/** Whose conversation it is, how it stands, and what may be done with it. */
export function Header({ conversation, leave, closed, details }: HeaderProps) {
  const t = useInboxTexts();
  const labels = useLabels();
  const { client_name, client_id, status, priority, assignee } = conversation;
  const { id: me } = useMe();
  return (
    <header className={classes['head']}>
      <ActionIcon className={classes['back'] ?? ''} variant="subtle" aria-label={t('back')} onClick={leave}>
        <IconChevronLeft size={20} />
      </ActionIcon>
      <div className={classes['who']}>
        <Title order={1} size="h5">
          {client_name ?? client_id}
        </Title>
        <Group gap={6}>
          {priority !== null && status !== 'closed' && (
            <Badge size="xs" variant="dot" color={COLOURS[priority]} tt="none">
              {labels.priority(priority)}
            </Badge>
          )}
          <Text size="xs" c="var(--desk-quiet)">
            {assignee === null
              ? labels.status(status)
              : assignee === me
                ? t('atMe')
                : t('at', { who: assignee })}
          </Text>
        </Group>
      </div>
      <Actions conversation={conversation} closed={closed} />
      <ActionIcon variant="subtle" aria-label={t('details')} onClick={details}>
        <IconInfoCircle size={20} />
      </ActionIcon>
    </header>
  );
}
