import { Button, SegmentedControl, Title } from '@mantine/core';
import { IconDownload, IconSearch } from '@tabler/icons-react';
import { useState } from 'react';
import { useLocation, useSearchParams } from 'wouter';
import { saveExport } from '../../api/save-export.ts';
import { Nothing } from '../../common/nothing.tsx';
import { useNotices } from '../../common/notices.ts';
import { type Criteria, criteriaIn, isAsked, KINDS, type Kind, queryOf, searchOf } from './criteria.ts';
import { Form } from './form.tsx';
import { Clients, Conversations, Messages } from './results.tsx';
import classes from './search.module.css';
import { useSearchTexts } from './texts.ts';

/** Finds what was said, conversations and clients. What is looked for stands in the address. */
export default function Search() {
  const t = useSearchTexts();
  const [search] = useSearchParams();
  const [, go] = useLocation();
  const criteria = criteriaIn(search);
  const look = (next: Criteria) => {
    const query = searchOf(next);
    go(`/search${query && `?${query}`}`);
  };
  const asked = isAsked(criteria);
  return (
    <div className={classes['scene']}>
      <div className={classes['head']}>
        <Title order={1} size="h3">
          {t('title')}
        </Title>
        <SegmentedControl
          size="xs"
          aria-label={t('what')}
          value={criteria.kind}
          onChange={(kind) => look({ ...criteria, kind: kind as Kind })}
          data={KINDS.map((value) => ({ value, label: t(value) }))}
        />
        {asked && criteria.kind === 'messages' && <Export criteria={criteria} />}
      </div>
      <Form key={searchOf(criteria)} criteria={criteria} look={look} />
      {!asked && <Nothing icon={<IconSearch size={36} stroke={1.2} aria-hidden />}>{t('hint')}</Nothing>}
      {asked && criteria.kind === 'messages' && <Messages criteria={criteria} />}
      {asked && criteria.kind === 'conversations' && <Conversations criteria={criteria} />}
      {asked && criteria.kind === 'clients' && <Clients criteria={criteria} />}
    </div>
  );
}

function Export({ criteria }: { criteria: Criteria }) {
  const t = useSearchTexts();
  const notices = useNotices();
  const [busy, setBusy] = useState(false);
  const save = async () => {
    setBusy(true);
    const query = { ...queryOf(criteria), format: 'csv' };
    await saveExport('/api/export/results', query, 'firstline-search.csv').then(
      () => notices.done(t('saved')),
      notices.failed,
    );
    setBusy(false);
  };
  return (
    <Button
      size="xs"
      variant="default"
      leftSection={<IconDownload size={15} aria-hidden />}
      disabled={busy}
      onClick={() => void save()}
    >
      {t(busy ? 'saving' : 'csv')}
    </Button>
  );
}
