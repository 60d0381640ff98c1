import { Button, Group, Text, Title } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import type { ConversationBody } from '../../../../../shared/contracts/inbox-responses.ts';
import type { HandledReminder, ReminderItem } from '../../../../../shared/contracts/reminder-responses.ts';
import { useChange } from '../../../api/use-change.ts';
import { useFormat } from '../../../i18n/format.ts';
import classes from '../inbox.module.css';
import { useReminders } from '../queries.ts';
import { useInboxTexts } from '../texts.ts';

/** What the client is about to be reminded of, if it stays silent; nothing of it if there is nothing. */
export function Reminders({ conversation }: { conversation: ConversationBody }) {
  const t = useInboxTexts();
  const reminders = useReminders(conversation).data?.items ?? [];
  if (reminders.length === 0) return null;
  return (
    <section className={classes['section']}>
      <Title order={3} size="h6" mb={6}>
        {t('reminders')}
      </Title>
      {reminders.map((reminder) => (
        <Reminder key={reminder.id} reminder={reminder} />
      ))}
    </section>
  );
}

function Reminder({ reminder: { id, due_at, number, conversation_id } }: { reminder: ReminderItem }) {
  const t = useInboxTexts();
  const format = useFormat();
  const queries = useQueryClient();
  const { busy, run } = useChange('reminders');
  const handle = async (what: 'send' | 'cancel', done: string) => {
    await run<HandledReminder>('POST', `/api/reminders/${id}/${what}`, undefined, done);
    void queries.invalidateQueries({ queryKey: ['conversation', conversation_id] });
    void queries.invalidateQueries({ queryKey: ['timeline', conversation_id] });
  };
  return (
    <Group gap={6} mb={4}>
      <Text size="sm" flex={1}>
        {t('reminder', { number, at: format.moment(due_at) })}
      </Text>
      <Button
        size="compact-xs"
        variant="default"
        disabled={busy}
        onClick={() => void handle('send', t('reminderSent'))}
      >
        {t('reminderSend')}
      </Button>
      <Button
        size="compact-xs"
        variant="default"
        disabled={busy}
        onClick={() => void handle('cancel', t('reminderCancelled'))}
      >
        {t('reminderCancel')}
      </Button>
    </Group>
  );
}
