import { Autocomplete, Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import type { ConversationBody } from '../../../../../shared/contracts/inbox-responses.ts';
import { useCommonTexts } from '../../../common/texts.ts';
import { useHotkeys } from '../../../hotkeys/hotkeys-provider.tsx';
import { usePresent } from '../../../realtime/presence.ts';
import { useMe } from '../../../session/use-session.ts';
import classes from '../inbox.module.css';
import { useInboxTexts } from '../texts.ts';
import { type Action, possible } from './possible.ts';
import { useActions } from './use-actions.ts';

const KEYS: Record<Action, string> = {
  take: 't',
  take_over: 't',
  assign: 'a',
  release: 'u',
  hand_back: 'h',
  close: 'e',
  reopen: 'o',
};

interface ActionsProps {
  conversation: ConversationBody;
  closed(): void;
}

/** What may be done with a conversation. What takes it away from somebody is asked once. */
export function Actions({ conversation, closed }: ActionsProps) {
  const t = useInboxTexts();
  const me = useMe();
  const { busy, run } = useActions(conversation);
  const [asked, ask] = useState<'assign' | 'take_over'>();
  const offered = possible(conversation, me);
  const begin = (action: Action) => {
    if (busy !== undefined) return;
    if (action === 'assign' || action === 'take_over') return ask(action);
    const body = action === 'close' ? { seen_version: conversation.version } : {};
    void run(action, body).then((done) => done && action === 'close' && closed());
  };
  useHotkeys(
    offered.map((action) => ({
      keys: KEYS[action],
      does: t(action),
      group: t('keysTalk'),
      run: () => begin(action),
    })),
  );
  const answered = (action: 'assign' | 'take_over', body?: Record<string, unknown>) => {
    ask(undefined);
    void run(action, body);
  };
  return (
    <div className={classes['actions']}>
      {offered.map((action) => (
        <Button
          key={action}
          size="compact-sm"
          variant={action === 'take' || action === 'take_over' ? 'filled' : 'default'}
          loading={busy === action}
          onClick={() => begin(action)}
        >
          {t(action)}
        </Button>
      ))}
      <Modal opened={asked === 'assign'} onClose={() => ask(undefined)} title={t('assignTitle')}>
        <AssignForm assign={(operator_id) => answered('assign', { operator_id })} />
      </Modal>
      <Modal opened={asked === 'take_over'} onClose={() => ask(undefined)} title={t('takeOverTitle')}>
        <TakeOver
          who={conversation.assignee ?? ''}
          take={() => answered('take_over')}
          leave={() => ask(undefined)}
        />
      </Modal>
    </div>
  );
}

/** Whoever is at the desk is offered; anybody who works here may be named. */
function AssignForm({ assign }: { assign(operator: string): void }) {
  const t = useInboxTexts();
  const { id: me } = useMe();
  const present = usePresent().filter((id) => id !== me);
  const [to, setTo] = useState('');
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (to.trim() !== '') assign(to.trim());
      }}
    >
      <Stack>
        <Autocomplete
          data-autofocus
          label={t('assignTo')}
          description={present.length > 0 ? t('present', { names: present.join(', ') }) : undefined}
          data={present}
          // A list of nobody would only take the first Escape.
          openOnFocus={present.length > 0}
          value={to}
          onChange={setTo}
        />
        <Button type="submit" disabled={to.trim() === ''}>
          {t('assign')}
        </Button>
      </Stack>
    </form>
  );
}

function TakeOver({ who, take, leave }: { who: string; take(): void; leave(): void }) {
  const t = useInboxTexts();
  const common = useCommonTexts();
  return (
    <Stack>
      <Text size="sm">{t('takeOverWhat', { who })}</Text>
      <Group justify="flex-end">
        <Button variant="default" onClick={leave}>
          {common('cancel')}
        </Button>
        <Button data-autofocus onClick={take}>
          {t('take_over')}
        </Button>
      </Group>
    </Stack>
  );
}
