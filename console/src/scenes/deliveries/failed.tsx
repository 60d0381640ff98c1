import { Anchor, Button, Drawer, Group, Table, Text, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'wouter';
import type { DeliveriesPage, RetryBody } from '../../../../shared/contracts/operator-responses.ts';
import { change } from '../../api/client.ts';
import { useLabels } from '../../common/labels.ts';
import { Nothing } from '../../common/nothing.tsx';
import { useNotices } from '../../common/notices.ts';
import { Sideways } from '../../common/sideways.tsx';
import { useCommonTexts } from '../../common/texts.ts';
import { Trouble } from '../../common/trouble.tsx';
import { Waiting } from '../../common/waiting.tsx';
import { useFormat } from '../../i18n/format.ts';
import { Attempts } from './attempts.tsx';
import classes from './deliveries.module.css';
import { type DeliveryFilter, useDeliveries } from './queries.ts';
import { Redrive } from './redrive.tsx';
import { useDeliveryTexts } from './texts.ts';

type Item = DeliveriesPage['items'][number];

const ALL: DeliveryFilter = { partner: '', rule: '', endpoint: '' };

/** Texts that were given up, or wait for a disabled endpoint; with a way to send them again. */
export function Failed({ state }: { state: 'dead' | 'held' }) {
  const t = useDeliveryTexts();
  const common = useCommonTexts();
  const [filter, setFilter] = useState(ALL);
  const [shown, show] = useState<Item>();
  const deliveries = useDeliveries(state, filter);
  const items = deliveries.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <>
      <Filters state={state} filter={filter} change={setFilter} any={items.length > 0} />
      {deliveries.isPending && <Waiting />}
      {deliveries.isError && <Trouble error={deliveries.error} retry={() => void deliveries.refetch()} />}
      {deliveries.isSuccess && items.length === 0 && (
        <Nothing>{t(state === 'dead' ? 'noneDead' : 'noneHeld')}</Nothing>
      )}
      {items.length > 0 && <Items items={items} show={show} />}
      {deliveries.hasNextPage && (
        <Button
          variant="default"
          mt="md"
          loading={deliveries.isFetchingNextPage}
          onClick={() => void deliveries.fetchNextPage()}
        >
          {common('more')}
        </Button>
      )}
      <Drawer
        opened={shown !== undefined}
        onClose={() => show(undefined)}
        position="right"
        size="lg"
        title={shown && t('show', { client: shown.client_id })}
      >
        {shown && <Attempts message={shown.message_id} />}
      </Drawer>
    </>
  );
}

interface FiltersProps {
  state: 'dead' | 'held';
  filter: DeliveryFilter;
  change(filter: DeliveryFilter): void;
  any: boolean;
}

function Filters({ state, filter, change: changeTo, any }: FiltersProps) {
  const t = useDeliveryTexts();
  const field = (name: 'partner' | 'rule', placeholder: string) => (
    <TextInput
      className={classes['grow'] ?? ''}
      label={t(name)}
      placeholder={placeholder}
      value={filter[name]}
      onChange={(event) => changeTo({ ...filter, [name]: event.currentTarget.value.trim() })}
    />
  );
  return (
    <div className={classes['filters']}>
      {field('partner', t('filterPartner'))}
      {field('rule', t('filterRule'))}
      {state === 'dead' && <Redrive filter={filter} disabled={!any} />}
    </div>
  );
}

function Items({ items, show }: { items: readonly Item[]; show(item: Item): void }) {
  const t = useDeliveryTexts();
  return (
    <Sideways>
      <Table highlightOnHover miw={640}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('when')}</Table.Th>
            <Table.Th>{t('client')}</Table.Th>
            <Table.Th>{t('why')}</Table.Th>
            <Table.Th>{items[0]?.state === 'held' ? t('until') : t('tries')}</Table.Th>
            <Table.Th />
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {items.map((item) => (
            <Row key={item.message_id} item={item} show={show} />
          ))}
        </Table.Tbody>
      </Table>
    </Sideways>
  );
}

function Row({ item, show }: { item: Item; show(item: Item): void }) {
  const t = useDeliveryTexts();
  const labels = useLabels();
  const format = useFormat();
  const { busy, again } = useRetry(item);
  const rule = item.rule ?? '';
  return (
    <Table.Tr>
      <Table.Td>{format.moment(item.state === 'dead' ? item.died_at : item.held_at)}</Table.Td>
      <Table.Td>
        <Anchor
          component={Link}
          href={`/inbox/${item.conversation_id}`}
          size="sm"
          aria-label={`${t('open')}: ${item.client_id}`}
        >
          {item.client_id}
        </Anchor>
        <Text size="xs" c="var(--desk-quiet)">
          {item.partner}
        </Text>
      </Table.Td>
      <Table.Td>
        <Text size="sm">{labels.rule(rule)}</Text>
        <Text size="xs" ff="monospace" c="var(--desk-quiet)">
          {rule}
        </Text>
      </Table.Td>
      <Table.Td>{item.state === 'dead' ? format.number(item.attempts) : format.day(item.until)}</Table.Td>
      <Table.Td>
        <Group gap={6} justify="flex-end" wrap="nowrap">
          <Button size="compact-sm" variant="subtle" onClick={() => show(item)}>
            {t('attempts')}
          </Button>
          {item.state === 'dead' && (
            <Button size="compact-sm" variant="default" loading={busy} onClick={again}>
              {t('retry')}
            </Button>
          )}
        </Group>
      </Table.Td>
    </Table.Tr>
  );
}

function useRetry({ message_id }: Item) {
  const t = useDeliveryTexts();
  const notices = useNotices();
  const queries = useQueryClient();
  const [busy, setBusy] = useState(false);
  const again = async () => {
    setBusy(true);
    try {
      const { status } = await change<RetryBody>('POST', `/api/deliveries/${message_id}/retry`);
      notices.done(t(`retried_${status}`));
    } catch (error) {
      notices.failed(error);
    } finally {
      setBusy(false);
      void queries.invalidateQueries({ queryKey: ['deliveries'] });
    }
  };
  return { busy, again };
}
