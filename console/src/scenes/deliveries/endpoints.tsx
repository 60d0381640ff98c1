import { Badge, Button, Group, Modal, Stack, Text, TextInput, Tooltip } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { EnabledBody, EndpointBody } from '../../../../shared/contracts/operator-responses.ts';
import { change } from '../../api/client.ts';
import { Nothing } from '../../common/nothing.tsx';
import { useNotices } from '../../common/notices.ts';
import { useCommonTexts } from '../../common/texts.ts';
import { Trouble } from '../../common/trouble.tsx';
import { Waiting } from '../../common/waiting.tsx';
import { useFormat } from '../../i18n/format.ts';
import classes from './deliveries.module.css';
import { useEndpoints } from './queries.ts';
import { useDeliveryTexts } from './texts.ts';

const COLOURS = { fresh: 'gray', closed: 'desk', open: 'red', ramping: 'yellow', disabled: 'gray' } as const;

/** Where replies go, how each place fares, and the switch. */
export function Endpoints() {
  const t = useDeliveryTexts();
  const endpoints = useEndpoints();
  if (endpoints.isPending) return <Waiting />;
  if (endpoints.isError) return <Trouble error={endpoints.error} retry={() => void endpoints.refetch()} />;
  const items = endpoints.data.pages.flatMap((page) => page.items);
  if (items.length === 0) return <Nothing>{t('noneEndpoints')}</Nothing>;
  return (
    <>
      {items.map((endpoint) => (
        <Endpoint key={endpoint.id} endpoint={endpoint} />
      ))}
      {endpoints.hasNextPage && <More load={() => void endpoints.fetchNextPage()} />}
    </>
  );
}

function More({ load }: { load(): void }) {
  const common = useCommonTexts();
  return (
    <Button variant="default" mt="md" onClick={load}>
      {common('more')}
    </Button>
  );
}

function Endpoint({ endpoint }: { endpoint: EndpointBody }) {
  const t = useDeliveryTexts();
  const { partner, url, state } = endpoint;
  const facts = useFacts(endpoint);
  return (
    <section className={classes['endpoint']} aria-label={url}>
      <div className={classes['url']}>
        <Text size="sm" fw={600}>
          {url}
        </Text>
        <Text size="xs" c="var(--desk-quiet)">
          {[partner, ...facts].join(' · ')}
        </Text>
      </div>
      <Tooltip label={t(`explain_${state.name}`)} multiline maw={300}>
        <Badge variant="light" color={COLOURS[state.name]} tt="none" tabIndex={0}>
          {t(`state_${state.name}`)}
        </Badge>
      </Tooltip>
      <Switching endpoint={endpoint} />
    </section>
  );
}

function useFacts({ state, failures, failing_since, slow_until, not_before, held }: EndpointBody): string[] {
  const t = useDeliveryTexts();
  const format = useFormat();
  const facts: (string | false | undefined)[] = [
    failures > 0 && t('failures', { count: failures }),
    failing_since !== null && t('failingSince', { at: format.moment(failing_since) }),
    state.probe_at !== undefined && t('nextProbe', { at: format.moment(state.probe_at) }),
    not_before !== null && t('notBefore', { at: format.moment(not_before) }),
    slow_until !== null && t('slow'),
    held !== null && t(held.complete ? 'heldCount' : 'heldMore', { count: held.count }),
    state.by !== undefined && t('by', { by: state.by, reason: state.reason ?? '–' }),
  ];
  return facts.filter((fact) => typeof fact === 'string');
}

function Switching({ endpoint: { id, url, state } }: { endpoint: EndpointBody }) {
  const t = useDeliveryTexts();
  const notices = useNotices();
  const queries = useQueryClient();
  const [asked, ask] = useState(false);
  const again = () => void queries.invalidateQueries({ queryKey: ['deliveries'] });
  const enable = () =>
    change<EnabledBody>('POST', `/api/endpoints/${id}/enable`)
      .then(({ drain }) => notices.done(t(drain ? 'draining' : 'enabled')), notices.failed)
      .finally(again);
  const disable = (reason: string) =>
    change('POST', `/api/endpoints/${id}/disable`, { reason: reason || null })
      .then(() => notices.done(t('disabled')), notices.failed)
      .finally(() => {
        ask(false);
        again();
      });
  return (
    <>
      {state.name !== 'fresh' && state.name !== 'closed' && (
        <Button size="compact-sm" variant="default" onClick={enable}>
          {t('enable')}
        </Button>
      )}
      {state.name !== 'disabled' && (
        <Button size="compact-sm" variant="subtle" color="red" onClick={() => ask(true)}>
          {t('disable')}
        </Button>
      )}
      <Modal opened={asked} onClose={() => ask(false)} title={t('disableTitle')}>
        <DisableForm url={url} disable={disable} />
      </Modal>
    </>
  );
}

function DisableForm({ url, disable }: { url: string; disable(reason: string): void }) {
  const t = useDeliveryTexts();
  const [reason, setReason] = useState('');
  return (
    <Stack>
      <Text size="sm">{t('disableWhat', { url })}</Text>
      <TextInput
        label={t('reason')}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      <Group justify="flex-end">
        <Button color="red" onClick={() => disable(reason.trim())}>
          {t('disable')}
        </Button>
      </Group>
    </Stack>
  );
}
