import { Button, Group, Stack, Switch, Text, TextInput, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { RotationBody, WebhookSecretsBody } from '../../../../../shared/contracts/operator-responses.ts';
import type {
  FreshPartnerKey,
  PartnerItem,
  PartnerKeysBody,
} from '../../../../../shared/contracts/partners-responses.ts';
import { read } from '../../../api/client.ts';
import { useChange } from '../../../api/use-change.ts';
import { Confirm } from '../../../common/confirm.tsx';
import { Loaded } from '../../../common/loaded.tsx';
import { Secret } from '../../../common/secret.tsx';
import { useFormat } from '../../../i18n/format.ts';
import { useAdminTexts } from '../texts.ts';

/** One partner: its keys, its webhook secrets, how its webhooks are signed, and the switch. */
export function PartnerRoom({ partner }: { partner: PartnerItem }) {
  const t = useAdminTexts();
  const changing = useChange('partners');
  const path = `/api/admin/partners/${partner.id}`;
  return (
    <Stack>
      <Keys path={path} />
      <Secrets path={path} />
      <Switch
        label={t('asymmetric')}
        checked={partner.asymmetric}
        onChange={({ currentTarget: { checked } }) =>
          void changing.run('PUT', `${path}/webhook-signatures`, { asymmetric: checked }, t('saved'))
        }
      />
      <Group>
        {partner.disabled_at === null ? (
          <Confirm
            what={t('disableWhat', { id: partner.id })}
            confirmed={() => void changing.run('POST', `${path}/disable`, undefined, t('saved'))}
          >
            {t('disable')}
          </Confirm>
        ) : (
          <Button
            size="compact-sm"
            onClick={() => void changing.run('POST', `${path}/enable`, undefined, t('saved'))}
          >
            {t('enable')}
          </Button>
        )}
      </Group>
    </Stack>
  );
}

function Keys({ path }: { path: string }) {
  const t = useAdminTexts();
  const format = useFormat();
  const changing = useChange('partner-keys');
  const [label, setLabel] = useState('');
  const [fresh, setFresh] = useState<FreshPartnerKey>();
  const keys = useQuery({
    queryKey: ['partner-keys', path],
    queryFn: ({ signal }) => read<PartnerKeysBody>(`${path}/keys`, {}, signal),
  });
  const add = async () => {
    const key = await changing.run<FreshPartnerKey>('POST', `${path}/keys`, { label: label || null });
    if (key) setFresh(key);
    setLabel('');
  };
  return (
    <section>
      <Title order={3} size="h6" mb={6}>
        {t('keys')}
      </Title>
      {fresh && <Secret name={t('firstKey')} value={fresh.key} />}
      <Loaded query={keys}>
        {({ items }) =>
          items.map(({ id, last_four, label: what, scopes, created_at }) => (
            <Group key={id} justify="space-between" py={4}>
              <Text size="sm">
                <code>{t('lastFour', { four: last_four })}</code> {what} ·{' '}
                {scopes.map((one) => t(`scope_${one}`)).join(', ')} · {format.day(created_at)}
              </Text>
              <Confirm
                what={t('keyRemoveWhat', { four: last_four })}
                confirmed={() => void changing.run('DELETE', `${path}/keys/${id}`, undefined, t('removed'))}
              >
                {t('remove')}
              </Confirm>
            </Group>
          ))
        }
      </Loaded>
      <Group align="end" mt={6}>
        <TextInput
          size="xs"
          label={t('keyLabel')}
          value={label}
          onChange={(event) => setLabel(event.currentTarget.value)}
        />
        <Button size="xs" variant="default" loading={changing.busy} onClick={add}>
          {t('newKey')}
        </Button>
      </Group>
    </section>
  );
}

function Secrets({ path }: { path: string }) {
  const t = useAdminTexts();
  const format = useFormat();
  const changing = useChange('webhook-secrets');
  const [fresh, setFresh] = useState<string>();
  const secrets = useQuery({
    queryKey: ['webhook-secrets', path],
    queryFn: ({ signal }) => read<WebhookSecretsBody>(`${path}/webhook-secrets`, {}, signal),
  });
  const rotate = async () => {
    const rotated = await changing.run<RotationBody>('POST', `${path}/webhook-secrets/rotate`, {});
    setFresh(rotated?.secrets.find(({ secret }) => secret !== undefined)?.secret);
  };
  return (
    <section>
      <Title order={3} size="h6" mb={6}>
        {t('webhookSecret')}
      </Title>
      {fresh !== undefined && <Secret name={t('webhookSecret')} value={fresh} />}
      <Loaded query={secrets}>
        {(data) =>
          data.secrets.map(({ fingerprint, created_at, valid_until }) => (
            <Text key={fingerprint} size="sm">
              {t('fingerprint', { print: fingerprint })} · {format.day(created_at)}
              {valid_until !== null && ` · ${t('secretUntil', { at: format.moment(valid_until) })}`}
            </Text>
          ))
        }
      </Loaded>
      <Group mt={6}>
        <Confirm what={t('rotateWhat')} confirmed={() => void rotate()}>
          {t('rotateSecret')}
        </Confirm>
      </Group>
    </section>
  );
}
