import { Badge, Button, Drawer, Group, Stack, Text } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { read } from '../../api/client.ts';
import { useChange } from '../../api/use-change.ts';
import { Confirm } from '../../common/confirm.tsx';
import { Nothing } from '../../common/nothing.tsx';
import { useCommonTexts } from '../../common/texts.ts';
import { Trouble } from '../../common/trouble.tsx';
import { useFormat } from '../../i18n/format.ts';
import { useAdminTexts } from './texts.ts';

interface Version {
  version: number;
  at: string;
  by: string;
  reason: string | null;
  restores: number | null;
}

interface VersionsProps<Of extends Version> {
  /** Of what, as queries of it are called. */
  of: string;
  path: string;
  query?: Record<string, string>;
  rollbackPath: string;
  rollbackBody?: Record<string, unknown>;
  /** The version in force. */
  current: number;
  /** What a version changed. */
  shown?(version: Of): ReactNode;
}

/** Every version there was, with who published it and why, and the way back to each. */
export function Versions<Of extends Version>(props: VersionsProps<Of>) {
  const t = useAdminTexts();
  const [opened, open] = useState(false);
  return (
    <>
      <Button size="xs" variant="default" onClick={() => open(true)}>
        {t('versions')}
      </Button>
      <Drawer opened={opened} onClose={() => open(false)} position="right" size="lg" title={t('versions')}>
        {opened && <List {...props} />}
      </Drawer>
    </>
  );
}

function List<Of extends Version>({
  of,
  path,
  query = {},
  rollbackPath,
  rollbackBody,
  current,
  shown,
}: VersionsProps<Of>) {
  const t = useAdminTexts();
  const common = useCommonTexts();
  const format = useFormat();
  const changing = useChange(of);
  const versions = useInfiniteQuery({
    queryKey: [of, 'versions', query],
    queryFn: ({ pageParam, signal }) =>
      read<{ items: Of[]; next: string | null }>(path, { ...query, cursor: pageParam, limit: 20 }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next ?? undefined,
  });
  const back = (version: number) =>
    void changing.run('POST', rollbackPath, { ...rollbackBody, version }, t('rolledBack', { version }));
  const items = versions.data?.pages.flatMap((page) => page.items) ?? [];
  if (versions.isError) return <Trouble error={versions.error} />;
  return (
    <Stack>
      {versions.isSuccess && items.length === 0 && <Nothing>{t('asShipped')}</Nothing>}
      {items.map((item) => (
        <section key={item.version}>
          <Group justify="space-between">
            <Text size="sm" fw={600}>
              {t('version', { version: item.version })}{' '}
              {item.version === current && <Badge size="sm">{t('inForce')}</Badge>}
            </Text>
            {item.version !== current && (
              <Confirm
                what={t('rollbackWhat', { version: item.version })}
                confirmed={() => back(item.version)}
              >
                {t('rollback')}
              </Confirm>
            )}
          </Group>
          <Text size="xs" c="var(--desk-quiet)">
            {format.moment(item.at)}, {item.by}
            {item.restores !== null && `, ${t('restores', { version: item.restores })}`}
            {item.reason !== null && `: ${item.reason}`}
          </Text>
          {shown?.(item)}
        </section>
      ))}
      {items.length > 0 && current !== 0 && (
        <Confirm what={t('toShippedWhat')} confirmed={() => back(0)}>
          {t('toShipped')}
        </Confirm>
      )}
      {versions.hasNextPage && (
        <Button variant="default" onClick={() => void versions.fetchNextPage()}>
          {common('more')}
        </Button>
      )}
    </Stack>
  );
}
