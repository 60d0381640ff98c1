import { Button, Group, SegmentedControl, Text, Textarea } from '@mantine/core';
import { IconSend2 } from '@tabler/icons-react';
import { type KeyboardEvent, useRef, useState } from 'react';
import type { ConversationBody } from '../../../../../shared/contracts/inbox-responses.ts';
import { useHotkeys } from '../../../hotkeys/hotkeys-provider.tsx';
import { typeIn, useTypists, useViewers } from '../../../realtime/presence.ts';
import { useMe } from '../../../session/use-session.ts';
import classes from '../inbox.module.css';
import { useInboxTexts } from '../texts.ts';
import { CannedReplies } from './canned-replies.tsx';
import { useDraft } from './composer-text.ts';
import { mayReply } from './possible.ts';
import { useSend } from './use-send.ts';

/** Where a reply or a note is written. Enter sends, Shift+Enter is a new line. */
export function Composer({ conversation }: { conversation: ConversationBody }) {
  const t = useInboxTexts();
  const me = useMe();
  const { id, version, assignee } = conversation;
  const [draft, setDraft] = useDraft(id);
  const [canned, openCanned] = useState(false);
  const field = useRef<HTMLTextAreaElement>(null);
  const { send } = useSend(conversation);
  const replies = mayReply(conversation, me);
  const kind = replies ? draft.kind : 'note';
  const focus = (next: 'reply' | 'note') => {
    setDraft({ ...draft, kind: next });
    field.current?.focus();
  };
  useComposerKeys({ focus, canned: () => replies && openCanned(true), send: () => go() });
  const go = () => {
    const text = draft.text.trim();
    if (text === '') return;
    setDraft({ ...draft, text: '' });
    void send(kind, text, version);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === '/' && kind === 'reply' && beginsLine(event.currentTarget)) {
      event.preventDefault();
      openCanned(true);
    }
    if (event.key === 'Enter' && !event.shiftKey && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      go();
    }
  };
  return (
    <section
      className={classes['composer']}
      data-kind={kind}
      aria-label={t(kind === 'note' ? 'noteMode' : 'reply')}
    >
      <Others conversation={id} />
      {!replies && (
        <Text size="sm" mb={6}>
          {t('cannotReply', { who: assignee ?? '' })}
        </Text>
      )}
      <Textarea
        ref={field}
        id="composer"
        autosize
        minRows={2}
        maxRows={10}
        maxLength={5000}
        aria-label={t(kind === 'note' ? 'noteMode' : 'reply')}
        placeholder={t(kind === 'note' ? 'writeNote' : 'writeReply')}
        value={draft.text}
        onKeyDown={onKeyDown}
        onChange={({ currentTarget: { value } }) => {
          setDraft({ kind, text: value });
          if (kind === 'reply') typeIn(id);
        }}
      />
      <Group justify="space-between" mt={8} gap="xs">
        <Group gap={4} wrap="nowrap">
          <SegmentedControl
            size="xs"
            value={kind}
            aria-label={t('reply')}
            onChange={(value) => focus(value === 'note' ? 'note' : 'reply')}
            data={[
              { value: 'reply', label: t('reply'), disabled: !replies },
              { value: 'note', label: t('note') },
            ]}
          />
          <CannedReplies
            conversation={id}
            opened={canned}
            open={openCanned}
            disabled={!replies}
            put={(text) => {
              const before = draft.text === '' || draft.text.endsWith('\n') ? draft.text : `${draft.text} `;
              setDraft({ kind: 'reply', text: before + text });
              openCanned(false);
              // Not before the list has given the focus back.
              setTimeout(() => field.current?.focus());
            }}
          />
        </Group>
        <Button
          size="sm"
          rightSection={<IconSend2 size={16} />}
          disabled={draft.text.trim() === ''}
          onClick={go}
        >
          {t(kind === 'note' ? 'saveNote' : 'send')}
        </Button>
      </Group>
    </section>
  );
}

interface ComposerKeys {
  focus(kind: 'reply' | 'note'): void;
  canned(): void;
  send(): void;
}

function useComposerKeys({ focus, canned, send }: ComposerKeys): void {
  const t = useInboxTexts();
  const group = t('keysTalk');
  useHotkeys([
    { keys: 'r', does: t('keyReply'), group, run: () => focus('reply') },
    { keys: 'n', does: t('keyNote'), group, run: () => focus('note') },
    { keys: 'c', does: t('canned'), group, run: canned },
    { keys: 'mod+Enter', does: t('keySend'), group, whileWriting: true, run: send },
  ]);
}

/** Within a line a slash is a slash. */
function beginsLine({ value, selectionStart }: HTMLTextAreaElement): boolean {
  return selectionStart === 0 || value[selectionStart - 1] === '\n';
}

/** Who else looks at the conversation, and who writes in it. */
function Others({ conversation }: { conversation: string }) {
  const t = useInboxTexts();
  const { id: me } = useMe();
  const others = (names: readonly string[]) => names.filter((name) => name !== me).join(', ');
  const viewers = others(useViewers(conversation));
  const typists = others(useTypists(conversation));
  const said =
    typists !== '' ? t('typing', { names: typists }) : viewers !== '' ? t('viewers', { names: viewers }) : '';
  return (
    <div className={classes['presence']} role="status">
      {said}
    </div>
  );
}
