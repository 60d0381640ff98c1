import { Button, Checkbox, Select, Stack } from '@mantine/core';
import { PRIORITIES } from '../../../../../shared/contracts/labels.ts';
import { useLabels } from '../../../common/labels.ts';
import { ALL, type Filter, isNarrowed } from '../filters.ts';
import { useInboxTexts } from '../texts.ts';

const STATUSES = ['escalated', 'open', 'closed'] as const;

interface FilterChoicesProps {
  filter: Filter;
  /** Those that are known of: a partner may call its platform anything. */
  platforms: readonly string[];
  change(filter: Filter): void;
}

export function FilterChoices({ filter, platforms, change }: FilterChoicesProps) {
  const t = useInboxTexts();
  const labels = useLabels();
  const select = (
    name: keyof Filter,
    label: string,
    all: string,
    choices: { value: string; label: string }[],
  ) => (
    <Select
      size="xs"
      label={label}
      value={filter[name]}
      data={withChosen([{ value: '', label: all }, ...choices], filter[name])}
      allowDeselect={false}
      comboboxProps={{ withinPortal: false }}
      onChange={(value) => change({ ...filter, [name]: value ?? '' })}
    />
  );
  const assignees = [
    { value: 'me', label: t('mine') },
    { value: 'none', label: t('nobodys') },
  ];
  const statuses = STATUSES.map((value) => ({ value, label: labels.status(value) }));
  const priorities = PRIORITIES.toReversed().map((value) => ({ value, label: labels.priority(value) }));
  return (
    <Stack gap="xs" w={240}>
      {select('status', t('status'), t('allLive'), statuses)}
      {select('assignee', t('whose'), t('anybody'), assignees)}
      {select('priority', t('priority'), t('anyPriority'), priorities)}
      {select('platform', t('platform'), t('anyPlatform'), platforms.map(itself))}
      <Checkbox
        size="xs"
        label={t('unreadOnly')}
        checked={filter.unread === 'true'}
        onChange={({ currentTarget }) => change({ ...filter, unread: currentTarget.checked ? 'true' : '' })}
      />
      <Button size="xs" variant="default" disabled={!isNarrowed(filter)} onClick={() => change(ALL)}>
        {t('clear')}
      </Button>
    </Stack>
  );
}

const itself = (value: string) => ({ value, label: value });

/** A view, or an address that was handed on, may name what is not on offer. */
function withChosen(choices: { value: string; label: string }[], chosen: string) {
  return choices.some(({ value }) => value === chosen) ? choices : [...choices, itself(chosen)];
}
