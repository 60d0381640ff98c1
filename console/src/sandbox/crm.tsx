import { Group, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Bubbles } from './bubbles.tsx';
import { CRM_CAST, type Customer } from './cast.ts';
import { ChooseCustomer } from './choose-customer.tsx';
import { LineForm } from './line-form.tsx';
import { crmLines } from './lines.ts';
import { remember, useOwnWords } from './own-words.ts';
import classes from './sandbox.module.css';
import { postMessage, webhooks } from './stage.ts';
import { useSandboxTexts } from './texts.ts';

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
  const send = async (text: string) => {
    await postMessage(customer.id, customer.name, text);
    remember(`crm/${customer.id}`, { text });
  };
  return (
    <section className={classes['crm']} aria-label={t('crm')}>
      <Group className={classes['bar'] ?? ''} justify="space-between" wrap="nowrap">
        <ChooseCustomer cast={CRM_CAST} customer={customer} choose={choose} />
        <Text size="xs" c="var(--desk-quiet)">
          {t('webhooks', { count: posts.length })}
        </Text>
      </Group>
      <Bubbles lines={crmLines(customer.id, own, posts)} label={t('chatWith', { name: customer.name })} />
      <LineForm name={customer.name} send={send} />
    </section>
  );
}
