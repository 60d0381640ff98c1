import { ActionIcon, Indicator, Popover, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconFilter, IconSearch } from '@tabler/icons-react';
import { type KeyboardEvent, useEffect, useState } from 'react';
import { AlertSettings } from '../alerts/alert-settings.tsx';
import { type Filter, isNarrowed } from '../filters.ts';
import classes from '../inbox.module.css';
import { useInboxTexts } from '../texts.ts';
import { FilterChoices } from './filter-choices.tsx';
import { ViewsMenu } from './views-menu.tsx';

const TYPING_MS = 300;

interface FilterBarProps {
  filter: Filter;
  platforms: readonly string[];
  change(filter: Filter): void;
}

/** What of the list is wanted. It stands in the address, so that it can be kept and handed on. */
export function FilterBar({ filter, platforms, change }: FilterBarProps) {
  const t = useInboxTexts();
  const [q, setQ] = useState(filter.q);
  useEffect(() => setQ(filter.q), [filter.q]);
  const search = useDebouncedCallback((words: string) => change({ ...filter, q: words.trim() }), TYPING_MS);
  const narrowed = isNarrowed({ ...filter, q: '' });
  return (
    <div className={classes['bar']}>
      <TextInput
        id="inbox-search"
        className={classes['grow'] ?? ''}
        size="xs"
        type="search"
        aria-label={t('search')}
        placeholder={t('search')}
        leftSection={<IconSearch size={14} />}
        value={q}
        onKeyDown={toList}
        onChange={({ currentTarget: { value } }) => {
          setQ(value);
          search(value);
        }}
      />
      <ViewsMenu filter={filter} change={change} />
      <Popover position="bottom-end" withinPortal trapFocus>
        <Indicator disabled={!narrowed} size={8}>
          <Popover.Target>
            <ActionIcon variant="default" size={30} aria-label={t('filters')}>
              <IconFilter size={16} />
            </ActionIcon>
          </Popover.Target>
        </Indicator>
        <Popover.Dropdown>
          <FilterChoices filter={filter} platforms={platforms} change={change} />
        </Popover.Dropdown>
      </Popover>
      <AlertSettings />
    </div>
  );
}

/** From what is looked for to what was found. */
function toList(event: KeyboardEvent): void {
  if (event.key !== 'Enter' && event.key !== 'ArrowDown') return;
  event.preventDefault();
  document.getElementById('inbox-list')?.focus();
}
