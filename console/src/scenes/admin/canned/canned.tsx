import { Button, Group, Modal, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { CannedRepliesBody, CannedReplyItem } from '../../../../../shared/contracts/inbox-responses.ts';
import { read } from '../../../api/client.ts';
import { useChange } from '../../../api/use-change.ts';
import { Card } from '../../../common/card.tsx';
import { Confirm } from '../../../common/confirm.tsx';
import { Loaded } from '../../../common/loaded.tsx';
import { Nothing } from '../../../common/nothing.tsx';
import { Page } from '../page.tsx';
import { useAdminTexts } from '../texts.ts';

const NEW: CannedReplyItem = { id: '', title: '', text: '' };

/** Replies that operators have at hand. */
export function Canned() {
  const t = useAdminTexts();
  const changing = useChange('canned-replies');
  const [edited, edit] = useState<CannedReplyItem>();
  const replies = useQuery({
    queryKey: ['canned-replies'],
    queryFn: ({ signal }) => read<CannedRepliesBody>('/api/canned-replies', {}, signal),
  });
  return (
    <Page
      title={t('canned')}
      what={t('cannedWhat')}
      tools={
        <Button size="xs" onClick={() => edit(NEW)}>
          {t('newCanned')}
        </Button>
      }
    >
      <Loaded query={replies}>
        {({ items, version }) => (
          <>
            {items.length === 0 && <Nothing>{t('noCanned')}</Nothing>}
            {items.map((item) => (
              <Card key={item.id} title={item.title}>
                <Text size="sm">{item.text}</Text>
                <Group mt="sm" gap="xs">
                  <Button size="compact-sm" variant="default" onClick={() => edit(item)}>
                    {t('edit')}
                  </Button>
                  <Confirm
                    what={t('removeWhat', { name: item.title })}
                    confirmed={() =>
                      void changing.run('DELETE', `/api/canned-replies/${item.id}`, undefined, t('removed'))
                    }
                  >
                    {t('remove')}
                  </Confirm>
                </Group>
              </Card>
            ))}
            <Modal
              opened={edited !== undefined}
              onClose={() => edit(undefined)}
              title={t('canned')}
              size="lg"
            >
              {edited && <Form item={edited} version={version} done={() => edit(undefined)} />}
            </Modal>
          </>
        )}
      </Loaded>
    </Page>
  );
}

function Form({ item, version, done }: { item: CannedReplyItem; version: number; done(): void }) {
  const t = useAdminTexts();
  const changing = useChange('canned-replies');
  const [id, setId] = useState(item.id);
  const [title, setTitle] = useState(item.title);
  const [text, setText] = useState(item.text);
  const save = async () => {
    const body = { title, text, seen_version: version };
    if (await changing.run('PUT', `/api/canned-replies/${encodeURIComponent(id)}`, body, t('saved'))) done();
  };
  return (
    <Stack>
      <TextInput
        label={t('id')}
        description={t('idHint')}
        value={id}
        disabled={item.id !== ''}
        onChange={(event) => setId(event.currentTarget.value)}
      />
      <TextInput label={t('title')} value={title} onChange={(event) => setTitle(event.currentTarget.value)} />
      <Textarea
        label={t('text')}
        description={t('syntax')}
        autosize
        minRows={4}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <Button disabled={id === '' || title === '' || text === ''} loading={changing.busy} onClick={save}>
        {t('save')}
      </Button>
    </Stack>
  );
}
