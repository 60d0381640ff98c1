import { Badge, Button, Code, Group, Text, TextInput } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { AuditItem, AuditPage } from '../../../../../shared/contracts/partners-responses.ts';
import { read } from '../../../api/client.ts';
import { Card } from '../../../common/card.tsx';
import { Nothing } from '../../../common/nothing.tsx';
import { useCommonTexts } from '../../../common/texts.ts';
import { Trouble } from '../../../common/trouble.tsx';
import { Waiting } from '../../../common/waiting.tsx';
import { useFormat } from '../../../i18n/format.ts';
import classes from '../admin.module.css';
import { Page } from '../page.tsx';
import { useAdminTexts } from '../texts.ts';

/** Who changed what of the desk, with what it was and what it became. */
export function Audit() {
  const t = useAdminTexts();
  const common = useCommonTexts();
  const [by, setBy] = useState('');
  const audit = useInfiniteQuery({
    queryKey: ['audit', by],
    queryFn: ({ pageParam, signal }) =>
      read<AuditPage>('/api/admin/audit', { by, cursor: pageParam, limit: 50 }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next ?? undefined,
    refetchOnMount: 'always',
  });
  const items = audit.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Page
      title={t('audit')}
      what={t('auditWhat')}
      tools={
        <TextInput
          size="xs"
          aria-label={t('who')}
          placeholder={t('who')}
          value={by}
          onChange={(event) => setBy(event.currentTarget.value.trim())}
        />
      }
    >
      {audit.isPending && <Waiting />}
      {audit.isError && <Trouble error={audit.error} retry={() => void audit.refetch()} />}
      {audit.isSuccess && items.length === 0 && <Nothing>{t('noAudit')}</Nothing>}
      {items.map((item) => (
        <Change key={item.id} item={item} />
      ))}
      {audit.hasNextPage && (
        <Button
          variant="default"
          loading={audit.isFetchingNextPage}
          onClick={() => void audit.fetchNextPage()}
        >
          {common('more')}
        </Button>
      )}
    </Page>
  );
}

function Change({ item: { at, by, what, target, before, after, outcome } }: { item: AuditItem }) {
  const t = useAdminTexts();
  const format = useFormat();
  return (
    <Card>
      <Group gap="sm">
        <Text size="sm" fw={600}>
          {what}
        </Text>
        {target !== null && <Code>{target}</Code>}
        <Text size="xs" c="var(--desk-quiet)">
          {format.moment(at)}, {by}
        </Text>
        {outcome === 'unknown' && (
          <Badge size="sm" variant="light" color="yellow" tt="none">
            {t('outcomeUnknown')}
          </Badge>
        )}
      </Group>
      {(before !== null || after !== null) && (
        <div className={classes['two']}>
          <Side name={t('before')} value={before} />
          <Side name={t('after')} value={after} />
        </div>
      )}
    </Card>
  );
}

function Side({ name, value }: { name: string; value: Record<string, unknown> | null }) {
  return (
    <div>
      <Text size="xs" c="var(--desk-quiet)">
        {name}
      </Text>
      <Code block tabIndex={0} aria-label={name}>
        {value === null ? '–' : JSON.stringify(value, undefined, 1)}
      </Code>
    </div>
  );
}
