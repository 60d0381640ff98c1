import { Accordion, Badge, Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type {
  FreshPartnerBody,
  PartnerItem,
  PartnersBody,
} from '../../../../../shared/contracts/partners-responses.ts';
import { read } from '../../../api/client.ts';
import { useChange } from '../../../api/use-change.ts';
import { Adding } from '../../../common/adding.tsx';
import { Loaded } from '../../../common/loaded.tsx';
import { Secret } from '../../../common/secret.tsx';
import { useFormat } from '../../../i18n/format.ts';
import { Page } from '../page.tsx';
import { useAdminTexts } from '../texts.ts';
import { PartnerRoom } from './partner-room.tsx';

/** Whose CRMs send messages. */
export function Partners() {
  const t = useAdminTexts();
  const [fresh, setFresh] = useState<FreshPartnerBody>();
  const partners = useQuery({
    queryKey: ['partners'],
    queryFn: ({ signal }) => read<PartnersBody>('/api/admin/partners', { limit: 100 }, signal),
  });
  return (
    <Page
      title={t('partners')}
      what={t('partnersWhat')}
      tools={
        <Adding title={t('newPartner')}>
          {(done) => (
            <NewPartner
              added={(partner) => {
                done();
                setFresh(partner);
              }}
            />
          )}
        </Adding>
      }
    >
      {fresh && (
        <>
          <Secret name={`${t('firstKey')}: ${fresh.id}`} value={fresh.first_key.key} />
          <Secret name={`${t('webhookSecret')}: ${fresh.id}`} value={fresh.webhook_secret} />
        </>
      )}
      <Loaded query={partners}>
        {({ items }) => (
          <Accordion variant="separated">
            {items.map((partner) => (
              <Accordion.Item key={partner.id} value={partner.id}>
                <Accordion.Control>
                  <PartnerLine partner={partner} />
                </Accordion.Control>
                <Accordion.Panel>
                  <PartnerRoom partner={partner} />
                </Accordion.Panel>
              </Accordion.Item>
            ))}
          </Accordion>
        )}
      </Loaded>
    </Page>
  );
}

function PartnerLine({ partner: { id, name, disabled_at } }: { partner: PartnerItem }) {
  const t = useAdminTexts();
  const format = useFormat();
  return (
    <Group gap="sm">
      <Text fw={600}>{name}</Text>
      <Text size="sm" c="var(--desk-quiet)">
        {id}
      </Text>
      {disabled_at !== null && (
        <Badge color="red" variant="light" tt="none">
          {t('disabledSince', { at: format.day(disabled_at) })}
        </Badge>
      )}
    </Group>
  );
}

function NewPartner({ added }: { added(partner: FreshPartnerBody): void }) {
  const t = useAdminTexts();
  const changing = useChange('partners');
  const [id, setId] = useState('');
  const [name, setName] = useState('');
  const add = async () => {
    const partner = await changing.run<FreshPartnerBody>('POST', '/api/admin/partners', {
      id,
      name: name || null,
    });
    if (partner) added(partner);
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
      <TextInput label={t('name')} value={name} onChange={(event) => setName(event.currentTarget.value)} />
      <Button disabled={id === ''} loading={changing.busy} onClick={add}>
        {t('add')}
      </Button>
    </Stack>
  );
}
