import { Button, Select, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useState } from 'react';
import { SCENARIOS } from '../../../../shared/contracts/labels.ts';
import { useLabels } from '../../common/labels.ts';
import { useHotkeys } from '../../hotkeys/hotkeys-provider.tsx';
import { type Criteria, NOTHING } from './criteria.ts';
import classes from './search.module.css';
import { useSearchTexts } from './texts.ts';

interface FormProps {
  criteria: Criteria;
  look(criteria: Criteria): void;
}

/** What is looked for. It is looked for when it is asked for, not at every letter: it costs reading. */
export function Form({ criteria, look }: FormProps) {
  const t = useSearchTexts();
  const [said, say] = useState(criteria);
  const { kind } = said;
  useHotkeys([
    {
      keys: '/',
      does: t('keyFind'),
      group: t('keys'),
      run: () => document.getElementById('search-words')?.focus(),
    },
  ]);
  return (
    <search>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          look({ ...said, q: said.q.trim() });
        }}
      >
        <div className={classes['line']}>
          <TextInput
            id="search-words"
            className={classes['words'] ?? ''}
            type="search"
            autoFocus
            label={t(`words_${kind}`)}
            leftSection={<IconSearch size={16} aria-hidden />}
            value={said.q}
            onChange={(event) => say({ ...said, q: event.currentTarget.value })}
          />
          <Button type="submit">{t('find')}</Button>
          {JSON.stringify(said) !== JSON.stringify({ ...NOTHING, kind }) && (
            <Button variant="subtle" onClick={() => look({ ...NOTHING, kind })}>
              {t('clear')}
            </Button>
          )}
        </div>
        {kind !== 'conversations' && <Narrowed said={said} say={say} />}
      </form>
    </search>
  );
}

function Narrowed({ said, say }: { said: Criteria; say(said: Criteria): void }) {
  const t = useSearchTexts();
  const labels = useLabels();
  const field = (name: 'client' | 'partner' | 'least' | 'most' | 'from' | 'to', type = 'text') => (
    <TextInput
      size="xs"
      className={classes['narrow'] ?? ''}
      type={type}
      label={t(name)}
      value={said[name]}
      {...(type === 'number' && { min: 0, max: 100 })}
      onChange={(event) => say({ ...said, [name]: event.currentTarget.value })}
    />
  );
  if (said.kind === 'clients') return <div className={classes['line']}>{field('partner')}</div>;
  const scenarios = SCENARIOS.map((value) => ({ value, label: labels.scenario(value) }));
  return (
    <div className={classes['line']}>
      <Select
        size="xs"
        label={t('scenario')}
        searchable
        allowDeselect={false}
        value={said.scenario}
        data={[{ value: '', label: t('anyScenario') }, ...scenarios]}
        onChange={(scenario) => say({ ...said, scenario: scenario ?? '' })}
      />
      {field('from', 'date')}
      {field('to', 'date')}
      {field('client')}
      {field('partner')}
      {field('least', 'number')}
      {field('most', 'number')}
    </div>
  );
}
