import { Button, Popover, ScrollArea, Stack, Text, TextInput, UnstyledButton } from '@mantine/core';
import { IconListSearch } from '@tabler/icons-react';
import { type KeyboardEvent, useState } from 'react';
import type { CannedReplyItem } from '../../../../../shared/contracts/inbox-responses.ts';
import { useNotices } from '../../../common/notices.ts';
import { Trouble } from '../../../common/trouble.tsx';
import { Waiting } from '../../../common/waiting.tsx';
import { useCannedPreview, useCannedReplies, useReadPreview } from '../queries.ts';
import { useInboxTexts } from '../texts.ts';
import classes from './canned-replies.module.css';
import { hasWords } from './canned-search.ts';

interface CannedRepliesProps {
  conversation: string;
  opened: boolean;
  disabled: boolean;
  open(opened: boolean): void;
  put(text: string): void;
}

/** Replies that are kept ready, as this client would read them. */
export function CannedReplies({ conversation, opened, disabled, open, put }: CannedRepliesProps) {
  const t = useInboxTexts();
  return (
    <Popover opened={opened} onChange={open} position="top-start" width={380} withinPortal trapFocus>
      <Popover.Target>
        <Button
          size="compact-sm"
          variant="subtle"
          leftSection={<IconListSearch size={15} aria-hidden />}
          disabled={disabled}
          onClick={() => open(!opened)}
        >
          {t('canned')}
        </Button>
      </Popover.Target>
      <Popover.Dropdown>{opened && <Choices conversation={conversation} put={put} />}</Popover.Dropdown>
    </Popover>
  );
}

type ChoicesProps = Pick<CannedRepliesProps, 'conversation' | 'put'>;

function Choices({ conversation, put }: ChoicesProps) {
  const t = useInboxTexts();
  const notices = useNotices();
  const replies = useCannedReplies();
  const preview = useReadPreview(conversation);
  const [words, setWords] = useState('');
  const [at, setAt] = useState(0);
  const all = replies.data?.items ?? [];
  const found = all.filter((reply) => hasWords(reply, words));
  const choose = (reply: CannedReplyItem | undefined) => {
    if (reply) void preview(reply.text).then(({ text }) => put(text), notices.failed);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined) setAt(Math.max(0, Math.min(found.length - 1, at + step)));
    if (event.key === 'Enter') choose(found[at]);
    if (step !== undefined || event.key === 'Enter') event.preventDefault();
  };
  return (
    <Stack gap="xs">
      <TextInput
        data-autofocus
        size="xs"
        role="combobox"
        aria-expanded
        aria-controls="canned-replies"
        aria-activedescendant={found[at] && `canned-${found[at].id}`}
        aria-label={t('cannedSearch')}
        placeholder={t('cannedSearch')}
        value={words}
        onKeyDown={onKeyDown}
        onChange={({ currentTarget: { value } }) => {
          setWords(value);
          setAt(0);
        }}
      />
      {replies.isPending && <Waiting />}
      {replies.isError && <Trouble error={replies.error} retry={() => void replies.refetch()} />}
      {replies.isSuccess && found.length === 0 && (
        <Text size="sm">{t(all.length === 0 ? 'cannedNone' : 'cannedNothing')}</Text>
      )}
      <ScrollArea.Autosize mah={220}>
        <div id="canned-replies" role="listbox" aria-label={t('canned')}>
          {found.map((reply, place) => (
            <Choice
              key={reply.id}
              reply={reply}
              chosen={place === at}
              look={() => setAt(place)}
              choose={() => choose(reply)}
            />
          ))}
        </div>
      </ScrollArea.Autosize>
      {found[at] && <Preview conversation={conversation} text={found[at].text} />}
    </Stack>
  );
}

interface ChoiceProps {
  reply: CannedReplyItem;
  chosen: boolean;
  look(): void;
  choose(): void;
}

function Choice({ reply, chosen, look, choose }: ChoiceProps) {
  return (
    <UnstyledButton
      id={`canned-${reply.id}`}
      role="option"
      tabIndex={-1}
      aria-selected={chosen}
      className={classes['reply'] ?? ''}
      data-at={chosen || undefined}
      onMouseEnter={look}
      onClick={choose}
    >
      <Text size="sm" fw={600}>
        {reply.title}
      </Text>
      <Text size="xs" lineClamp={1}>
        {reply.text}
      </Text>
    </UnstyledButton>
  );
}

/** The words with what is known of this client, and what is not. */
function Preview({ conversation, text }: { conversation: string; text: string }) {
  const t = useInboxTexts();
  const { data } = useCannedPreview(conversation, text);
  if (!data) return null;
  return (
    <div className={classes['preview']}>
      <Text size="xs" c="var(--desk-quiet)">
        {t('cannedPreview')}
      </Text>
      <Text size="sm" lineClamp={6}>
        {data.text}
      </Text>
      {data.missing.length > 0 && (
        <Text size="xs" c="var(--desk-late)">
          {t('cannedMissing', { names: data.missing.join(', ') })}
        </Text>
      )}
    </div>
  );
}
