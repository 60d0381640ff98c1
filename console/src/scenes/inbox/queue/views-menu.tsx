import { ActionIcon, Button, Checkbox, Menu, Modal, Stack, Text, TextInput } from '@mantine/core';
import { IconBookmark, IconBookmarkPlus, IconTrash, IconUsers } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { SavedViewBody } from '../../../../../shared/contracts/view-responses.ts';
import { change } from '../../../api/client.ts';
import { useChange } from '../../../api/use-change.ts';
import { useNotices } from '../../../common/notices.ts';
import { useCommonTexts } from '../../../common/texts.ts';
import { useMe } from '../../../session/use-session.ts';
import { ALL, type Filter, filterOf, isNarrowed, savedOf, searchOf } from '../filters.ts';
import { useViews } from '../queries.ts';
import { useInboxTexts } from '../texts.ts';

interface ViewsMenuProps {
  filter: Filter;
  change(filter: Filter): void;
}

/** Filters that were kept under a name: one's own, and those that everybody has. */
export function ViewsMenu({ filter, change }: ViewsMenuProps) {
  const t = useInboxTexts();
  const views = useViews().data?.items ?? [];
  const [naming, setNaming] = useState(false);
  const shown = views.find((view) => searchOf(filterOf(view.filter)) === searchOf(filter));
  return (
    <>
      <Menu position="bottom-end" withinPortal width={260}>
        <Menu.Target>
          <ActionIcon variant={shown ? 'light' : 'default'} size={30} aria-label={t('views')}>
            <IconBookmark size={16} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => change(ALL)}>{t('allLive')}</Menu.Item>
          {views.map((view) => (
            <Menu.Item
              key={`${view.shared}/${view.id}`}
              fw={view === shown ? 600 : 400}
              rightSection={view.shared && <IconUsers size={14} role="img" aria-label={t('viewShared')} />}
              onClick={() => change(filterOf(view.filter))}
            >
              {view.name}
            </Menu.Item>
          ))}
          <Menu.Divider />
          <Menu.Item
            leftSection={<IconBookmarkPlus size={16} />}
            disabled={!isNarrowed(filter) || shown !== undefined}
            onClick={() => setNaming(true)}
          >
            {t('viewKeep')}
          </Menu.Item>
          {shown && <Remove view={shown} />}
        </Menu.Dropdown>
      </Menu>
      <Modal opened={naming} onClose={() => setNaming(false)} title={t('viewKeep')}>
        <NameForm filter={filter} done={() => setNaming(false)} />
      </Modal>
    </>
  );
}

const pathOf = (id: string, shared: boolean) => `/api/views/${shared ? 'shared/' : ''}${id}`;

function Remove({ view: { id, name, shared, filter } }: { view: SavedViewBody }) {
  const t = useInboxTexts();
  const notices = useNotices();
  const queries = useQueryClient();
  const { role } = useMe();
  if (shared && role !== 'admin') return null;
  const again = () => void queries.invalidateQueries({ queryKey: ['views'] });
  const put = () =>
    void change('PUT', pathOf(id, shared), { name, filter }).catch(notices.failed).finally(again);
  const remove = () =>
    void change('DELETE', pathOf(id, shared))
      .then(() => notices.done(t('viewRemoved', { name }), { does: t('undo'), run: put }), notices.failed)
      .finally(again);
  return (
    <Menu.Item leftSection={<IconTrash size={16} />} onClick={remove}>
      {t('viewRemove', { name })}
    </Menu.Item>
  );
}

function NameForm({ filter, done }: { filter: Filter; done(): void }) {
  const t = useInboxTexts();
  const common = useCommonTexts();
  const { role } = useMe();
  const { busy, run } = useChange('views');
  const [name, setName] = useState('');
  const [shared, setShared] = useState(false);
  const keep = async () => {
    const body = { name: name.trim(), filter: savedOf(filter) };
    const kept = await run('PUT', pathOf(crypto.randomUUID(), shared), body, t('viewKept'));
    if (kept) done();
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (name.trim() !== '') void keep();
      }}
    >
      <Stack>
        <TextInput
          data-autofocus
          label={t('viewName')}
          maxLength={120}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        {role === 'admin' ? (
          <Checkbox
            label={t('viewForAll')}
            checked={shared}
            onChange={({ currentTarget }) => setShared(currentTarget.checked)}
          />
        ) : (
          <Text size="xs" c="var(--desk-quiet)">
            {t('viewYours')}
          </Text>
        )}
        <Button type="submit" loading={busy} disabled={name.trim() === ''}>
          {common('save')}
        </Button>
      </Stack>
    </form>
  );
}
