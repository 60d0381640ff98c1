import { Alert, Button, Group, Stack, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { ClientExportBody, ErasureBody } from '../../../../../shared/contracts/client-responses.ts';
import { address, change, read } from '../../../api/client.ts';
import { Card } from '../../../common/card.tsx';
import { Confirm } from '../../../common/confirm.tsx';
import { useNotices } from '../../../common/notices.ts';
import { Page } from '../page.tsx';
import { useAdminTexts } from '../texts.ts';

const LOOK_EVERY_MS = 1000;

/** What is kept of one client, to give or to erase. */
export function Clients() {
  const t = useAdminTexts();
  const notices = useNotices();
  const [partner, setPartner] = useState('');
  const [client, setClient] = useState('');
  const [job, setJob] = useState<string>();
  const [busy, setBusy] = useState(false);
  const path = `/api/admin/clients/${encodeURIComponent(client)}`;
  const named = partner !== '' && client !== '';
  const save = async () => {
    setBusy(true);
    await exportOf(path, partner).then(
      (whole) => saveJson(whole, `${partner}-${client}.json`),
      notices.failed,
    );
    setBusy(false);
  };
  const erase = () =>
    change<ErasureBody>('DELETE', address(path, { partner })).then(({ id }) => setJob(id), notices.failed);
  return (
    <Page title={t('clients')} what={t('clientsWhat')}>
      <Card>
        <Stack>
          <Group grow align="end">
            <TextInput
              label={t('partnerId')}
              value={partner}
              onChange={(event) => setPartner(event.currentTarget.value.trim())}
            />
            <TextInput
              label={t('clientId')}
              value={client}
              onChange={(event) => setClient(event.currentTarget.value.trim())}
            />
          </Group>
          <Group>
            <Button size="compact-sm" disabled={!named} loading={busy} onClick={save}>
              {t('exportClient')}
            </Button>
            <Confirm color="red" disabled={!named} what={t('eraseWhat')} confirmed={() => void erase()}>
              {t('erase')}
            </Confirm>
          </Group>
          {job !== undefined && <Erasing job={job} />}
        </Stack>
      </Card>
    </Page>
  );
}

function Erasing({ job }: { job: string }) {
  const t = useAdminTexts();
  const { data } = useQuery({
    queryKey: ['erasure', job],
    queryFn: ({ signal }) => read<ErasureBody>(`/api/admin/erasures/${job}`, {}, signal),
    refetchInterval: ({ state }) => (state.data?.state === 'done' ? false : LOOK_EVERY_MS),
  });
  const erased = data?.erased ?? 0;
  return <Alert role="status">{t(data?.state === 'done' ? 'erased' : 'erasing', { erased })}</Alert>;
}

/** Every page of it, as one. */
async function exportOf(path: string, partner: string): Promise<ClientExportBody> {
  const first = await read<ClientExportBody>(path, { partner });
  const items = [...first.items];
  for (let next = first.next; next !== null; ) {
    const page = await read<ClientExportBody>(path, { partner, cursor: next });
    items.push(...page.items);
    next = page.next;
  }
  return { ...first, items, next: null };
}

function saveJson(value: unknown, name: string): void {
  const url = URL.createObjectURL(
    new Blob([JSON.stringify(value, undefined, 2)], { type: 'application/json' }),
  );
  Object.assign(document.createElement('a'), { href: url, download: name }).click();
  URL.revokeObjectURL(url);
}
