import { ActionIcon, Group, Menu } from '@mantine/core';
import { IconBan, IconDotsVertical, IconPhoto, IconPlayerPlay } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNotices } from '../common/notices.ts';
import { now } from '../twin/business-clock.ts';
import { Bubbles } from './bubbles.tsx';
import { type Customer, TELEGRAM_CAST } from './cast.ts';
import { ChooseCustomer } from './choose-customer.tsx';
import { LineForm } from './line-form.tsx';
import { chatLines, type Line } from './lines.ts';
import { remember, useOwnWords } from './own-words.ts';
import classes from './sandbox.module.css';
import { actInChat, botSaid, lastTyping } from './stage.ts';
import { useSandboxTexts } from './texts.ts';

const LOOK_EVERY_MS = 800;
/** So long Telegram shows that a bot types. */
const TYPING_MS = 5000;

/** A phone with Telegram in it, in the hands of whom is chosen. */
export function Phone({ customer, choose }: { customer: Customer; choose(customer: Customer): void }) {
  const t = useSandboxTexts();
  const { lines, typing, say } = useChat(customer);
  const tap = (line: Line, data: string, text: string) =>
    void say({ callback_data: data, message_id: line.messageId }, { text });
  return (
    <section className={classes['phone']} aria-label={t('phone')}>
      <Group className={classes['bar'] ?? ''} justify="space-between" wrap="nowrap">
        <ChooseCustomer cast={TELEGRAM_CAST} customer={customer} choose={choose} />
        <MoreOfPhone say={say} />
      </Group>
      <Bubbles lines={lines} typing={typing} tap={tap} label={t('chatWith', { name: customer.name })} />
      <LineForm name={customer.name} send={(text) => say({ text }, { text })}>
        <ActionIcon
          variant="subtle"
          size="lg"
          aria-label={t('sendPhoto')}
          onClick={() => void say({ photo: true }, { text: '', photo: true })}
        >
          <IconPhoto size={20} />
        </ActionIcon>
      </LineForm>
    </section>
  );
}

type Say = (act: Record<string, unknown>, words?: { text: string; photo?: boolean }) => Promise<void>;

function MoreOfPhone({ say }: { say: Say }) {
  const t = useSandboxTexts();
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon variant="subtle" aria-label={t('more')}>
          <IconDotsVertical size={18} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item
          leftSection={<IconPlayerPlay size={16} />}
          onClick={() => void say({ text: '/start' }, { text: '/start' })}
        >
          {t('start')}
        </Menu.Item>
        <Menu.Item leftSection={<IconBan size={16} />} onClick={() => void say({ block: true })}>
          {t('block')}
        </Menu.Item>
        <Menu.Item leftSection={<IconPlayerPlay size={16} />} onClick={() => void say({ unblock: true })}>
          {t('unblock')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

function useChat(customer: Customer) {
  const queries = useQueryClient();
  const notices = useNotices();
  const own = useOwnWords(`telegram/${customer.id}`);
  const { data: said = [] } = useQuery({
    queryKey: ['sandbox', 'chat', customer.id],
    queryFn: () => botSaid(customer.id),
    refetchInterval: LOOK_EVERY_MS,
  });
  const { data: typedAt = 0 } = useQuery({
    queryKey: ['sandbox', 'typing', customer.id],
    queryFn: () => lastTyping(customer.id),
    refetchInterval: LOOK_EVERY_MS,
  });
  const lines = chatLines(own, said);
  const answeredAt = Date.parse(said.at(-1)?.at ?? '') || 0;
  const say: Say = async (act, words) => {
    if (words) remember(`telegram/${customer.id}`, words);
    await actInChat(customer.id, customer.name, act).catch(notices.failed);
    void queries.invalidateQueries({ queryKey: ['sandbox'] });
  };
  return { lines, typing: typedAt > answeredAt && now() - typedAt < TYPING_MS, say };
}
