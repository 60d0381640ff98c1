import { Alert, Button, Checkbox, Group, Text, Title } from '@mantine/core';
import { IconPrinter } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { Link } from 'wouter';
import { Loaded } from '../../common/loaded.tsx';
import { useFormat } from '../../i18n/format.ts';
import classes from './print.module.css';
import { PrintedLines } from './printed-lines.tsx';
import { usePrinted } from './queries.ts';
import { usePrintTexts } from './texts.ts';

/** A conversation on paper. What is meant for the desk's own people stays off it unless asked for: paper gets around. */
export default function Print({ params: { id } }: { params: { id: string } }) {
  const t = usePrintTexts();
  const printed = usePrinted(id);
  const [withNotes, setWithNotes] = useState(false);
  return (
    <main className={classes['page']}>
      <Group className={classes['tools'] ?? ''} component="nav">
        <Button leftSection={<IconPrinter size={16} aria-hidden />} onClick={() => window.print()}>
          {t('print')}
        </Button>
        <Checkbox
          label={t('notes')}
          checked={withNotes}
          onChange={({ currentTarget }) => setWithNotes(currentTarget.checked)}
        />
        <Button component={Link} href={`/inbox/${id}`} variant="subtle">
          {t('back')}
        </Button>
      </Group>
      <Loaded query={printed}>
        {({ conversation, items, cut, at }) => (
          <>
            <Head {...conversation} at={at} />
            {cut && <Alert color="yellow">{t('cut', { shown: items.length })}</Alert>}
            <PrintedLines items={items} withNotes={withNotes} />
          </>
        )}
      </Loaded>
    </main>
  );
}

interface HeadProps {
  client_name: string | null;
  client_id: string;
  partner: string;
  at: number;
}

function Head({ client_name, client_id, partner, at }: HeadProps) {
  const t = usePrintTexts();
  const format = useFormat();
  const title = t('title', { name: client_name ?? client_id });
  useEffect(() => {
    // Browsers name the file after it.
    document.title = title;
  }, [title]);
  return (
    <header>
      <Title order={1} size="h3">
        {title}
      </Title>
      <Text size="sm" c="var(--desk-quiet)">
        {[
          t('clientId', { id: client_id }),
          t('partner', { partner }),
          t('madeAt', { at: format.moment(at) }),
        ].join(' · ')}
      </Text>
    </header>
  );
}
