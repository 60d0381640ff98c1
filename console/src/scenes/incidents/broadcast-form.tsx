import { Alert, Button, Group, NumberInput, Stack, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { BroadcastBody, BroadcastDryRun } from '../../../../shared/contracts/broadcast-responses.ts';
import { useChange } from '../../api/use-change.ts';
import { Confirm } from '../../common/confirm.tsx';
import { useFormat } from '../../i18n/format.ts';
import { channelsIn } from './channels.ts';
import { useIncidentTexts } from './texts.ts';

const DAY_HOURS = 24;

/** Tells many: counted first, then sent. @param incident tells of it, wider than it was told by itself */
export function BroadcastForm({ incident, done = () => undefined }: { incident?: string; done?(): void }) {
  const t = useIncidentTexts();
  const format = useFormat();
  const changing = useChange('broadcasts');
  const [ru, setRu] = useState('');
  const [en, setEn] = useState('');
  const [channels, setChannels] = useState('all');
  const [hours, setHours] = useState(DAY_HOURS);
  const [counted, setCounted] = useState<BroadcastDryRun>();
  const path = incident === undefined ? '/api/broadcasts' : `/api/incidents/${incident}/broadcast`;
  const body =
    incident === undefined
      ? { texts: { ru, en: en || null }, channels: channelsIn(channels), hours }
      : { channels: channelsIn(channels), text: ru || null };
  const ready = incident !== undefined || ru.trim() !== '';
  const count = async () =>
    setCounted(await changing.run<BroadcastDryRun>('POST', path, { ...body, dry_run: true }));
  const send = async () => {
    if (await changing.run<BroadcastBody>('POST', path, body, t('started'))) done();
  };
  const shown = format.number(counted?.clients ?? 0);
  return (
    <Stack gap="sm">
      <Textarea
        label={t('ru')}
        autosize
        minRows={3}
        value={ru}
        onChange={(event) => setRu(event.currentTarget.value)}
      />
      {incident === undefined && (
        <Textarea
          label={t('en')}
          description={t('enHint')}
          autosize
          minRows={2}
          value={en}
          onChange={(event) => setEn(event.currentTarget.value)}
        />
      )}
      <Group grow align="end">
        <TextInput
          label={t('channels')}
          value={channels}
          onChange={(event) => setChannels(event.currentTarget.value)}
        />
        {incident === undefined && (
          <NumberInput
            label={t('hours')}
            min={1}
            value={hours}
            onChange={(value) => setHours(Number(value) || DAY_HOURS)}
          />
        )}
      </Group>
      {counted && (
        <Alert role="status">
          {counted.complete ? t('counted', { count: counted.clients, shown }) : t('countedMore', { shown })}
        </Alert>
      )}
      <Group>
        <Button size="compact-sm" variant="default" disabled={!ready} loading={changing.busy} onClick={count}>
          {t('count')}
        </Button>
        <Confirm variant="filled" disabled={!ready} what={t('sendWhat')} confirmed={() => void send()}>
          {t('send')}
        </Confirm>
      </Group>
    </Stack>
  );
}
