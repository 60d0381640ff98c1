import { ActionIcon, Group, SegmentedControl, Text, TextInput } from '@mantine/core';
import { IconSend2 } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Bubbles } from './bubbles.tsx';
import { CRM_CAST, type Customer } from './cast.ts';
import { crmLines } from './lines.ts';
import { remember, useOwnWords } from './own-words.ts';
import classes from './sandbox.module.css';
import { postMessage, webhooks } from './stage.ts';
import { useSandboxTexts } from './texts.ts';
import { useLineForm } from './use-line-form.ts';

const LOOK_EVERY_MS = 800;

/** A partner's CRM: what its client writes goes to the API, what Firstline answers comes as webhooks. */
export function Crm({ customer, choose }: { customer: Customer; choose(customer: Customer): void }) {
  const t = useSandboxTexts();
  const own = useOwnWords(`crm/${customer.id}`);
  const { data: posts = [] } = useQuery({
    queryKey: ['sandbox', 'webhooks'],
    queryFn: webhooks,
    refetchInterval: LOOK_EVERY_MS,
  });
  const form = useLineForm(async (text) => {
    await postMessage(customer.id, customer.name, text);
    remember(`crm/${customer.id}`, { text });
  });
  return (
    <section className={classes['crm']} aria-label={t('crm')}>
      <Group className={classes['bar'] ?? ''} justify="space-between" wrap="nowrap">
        <SegmentedControl
          size="xs"
          aria-label={t('customer')}
          value={customer.id}
          data={CRM_CAST.map(({ id, name }) => ({ value: id, label: name }))}
          onChange={(id) => choose(CRM_CAST.find((one) => one.id === id) ?? customer)}
        />
        <Text size="xs" c="var(--desk-quiet)">
          {t('webhooks', { count: posts.length })}
        </Text>
      </Group>
      <Bubbles lines={crmLines(customer.id, own, posts)} label={t('chatWith', { name: customer.name })} />
      <form className={classes['line']} onSubmit={form.submit}>
        <TextInput
          className={classes['field'] ?? ''}
          aria-label={t('writeAs', { name: customer.name })}
          placeholder={t('writeAs', { name: customer.name })}
          value={form.text}
          onChange={(event) => form.setText(event.currentTarget.value)}
        />
        <ActionIcon type="submit" size="lg" aria-label={t('send')} disabled={form.text.trim() === ''}>
          <IconSend2 size={20} />
        </ActionIcon>
      </form>
    </section>
  );
}
