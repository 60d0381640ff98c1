import { Button, Group, PasswordInput, Stack, Text, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { BotBody, BotStateBody, BotsBody } from '../../../../../shared/contracts/bot-responses.ts';
import { read } from '../../../api/client.ts';
import { useChange } from '../../../api/use-change.ts';
import { Adding } from '../../../common/adding.tsx';
import { Card } from '../../../common/card.tsx';
import { Confirm } from '../../../common/confirm.tsx';
import { Loaded } from '../../../common/loaded.tsx';
import { Nothing } from '../../../common/nothing.tsx';
import { useFormat } from '../../../i18n/format.ts';
import { Page } from '../page.tsx';
import { useAdminTexts } from '../texts.ts';

/** Bots of the desk, as Telegram itself sees them. */
export function Bots() {
  const t = useAdminTexts();
  const bots = useQuery({
    queryKey: ['bots'],
    queryFn: ({ signal }) => read<BotsBody>('/api/admin/bots', {}, signal),
  });
  return (
    <Page
      title={t('bots')}
      what={t('botsWhat')}
      tools={<Adding title={t('newBot')}>{(done) => <NewBot added={done} />}</Adding>}
    >
      <Loaded query={bots}>
        {({ items }) =>
          items.length === 0 ? (
            <Nothing>{t('noBots')}</Nothing>
          ) : (
            items.map((bot) => <Bot key={bot.id} bot={bot} />)
          )
        }
      </Loaded>
    </Page>
  );
}

function Bot({ bot }: { bot: BotStateBody }) {
  const t = useAdminTexts();
  const changing = useChange('bots');
  const path = `/api/admin/bots/${bot.id}`;
  return (
    <Card title={`@${bot.username}`}>
      <Text size="sm">{useCondition(bot)}</Text>
      {bot.webhook && (
        <Text size="xs" c="var(--desk-quiet)">
          {bot.webhook.url}
        </Text>
      )}
      <Group mt="sm" gap="xs">
        <Button
          size="compact-sm"
          variant="default"
          loading={changing.busy}
          onClick={() => void changing.run('POST', `${path}/webhook`, {}, t('webhookSet'))}
        >
          {t('setWebhook')}
        </Button>
        <Confirm
          what={t('botRemoveWhat', { id: bot.id })}
          confirmed={() => void changing.run('DELETE', path, undefined, t('removed'))}
        >
          {t('remove')}
        </Confirm>
      </Group>
    </Card>
  );
}

function useCondition({ webhook, error }: BotStateBody): string {
  const t = useAdminTexts();
  const format = useFormat();
  if (error !== null) return error;
  if (!webhook?.url) return t('botNoWebhook');
  const { last_error_at, last_error_message, pending_update_count: count } = webhook;
  const trouble =
    last_error_at && t('lastError', { at: format.moment(last_error_at), message: last_error_message ?? '' });
  return [trouble || t('botFine'), count > 0 && t('pending', { count })].filter(Boolean).join(' · ');
}

function NewBot({ added }: { added(): void }) {
  const t = useAdminTexts();
  const changing = useChange('bots');
  const [id, setId] = useState('');
  const [token, setToken] = useState('');
  const add = async () => {
    if (await changing.run<BotBody>('POST', '/api/admin/bots', { id, token: token.trim() }, t('saved')))
      added();
  };
  return (
    <Stack>
      <TextInput
        data-autofocus
        label={t('id')}
        description={t('idHint')}
        value={id}
        onChange={(event) => setId(event.currentTarget.value)}
      />
      <PasswordInput
        label={t('token')}
        autoComplete="off"
        value={token}
        onChange={(event) => setToken(event.currentTarget.value)}
      />
      <Button disabled={id === '' || token === ''} loading={changing.busy} onClick={add}>
        {t('add')}
      </Button>
    </Stack>
  );
}
