import { Alert, Button, Group, Loader, Text } from '@mantine/core';
import type { ConversationBody } from '../../../../../shared/contracts/inbox-responses.ts';
import { useProblemTexts } from '../../../common/problem-texts.ts';
import classes from '../inbox.module.css';
import { useInboxTexts } from '../texts.ts';
import { putBack } from './composer-text.ts';
import { dropUnsent, type Unsent } from './outbox.ts';
import { useSend } from './use-send.ts';

/** What was written here and is on its way, or did not go: with every way out. */
export function UnsentLine({ conversation, unsent }: { conversation: ConversationBody; unsent: Unsent }) {
  const t = useInboxTexts();
  const { state, text, kind } = unsent;
  const going = state === 'sending' || state === 'sent';
  return (
    <article
      className={classes['bubble']}
      data-side="desk"
      data-source={kind === 'note' ? 'note' : 'operator'}
      data-trouble={!going || undefined}
    >
      <div className={classes['said']}>{text}</div>
      <footer className={classes['foot']}>
        {going ? (
          <>
            <Loader size={10} aria-hidden /> {t('sending')}
          </>
        ) : (
          <NotSent conversation={conversation} unsent={unsent} />
        )}
      </footer>
    </article>
  );
}

function NotSent({ conversation, unsent }: { conversation: ConversationBody; unsent: Unsent }) {
  const t = useInboxTexts();
  const say = useProblemTexts();
  const { again, anyway } = useSend(conversation);
  const stale = unsent.state === 'stale';
  const drop = () => dropUnsent(conversation.id, unsent.key);
  const edit = () => {
    drop();
    putBack(conversation.id, { text: unsent.text, kind: unsent.kind });
  };
  const failed = t(unsent.kind === 'note' ? 'failedNote' : 'failed');
  return (
    <Alert color={stale ? 'yellow' : 'red'} w="100%" p="xs" role="alert">
      <Text size="sm">{stale ? t('stale') : `${failed}. ${say(unsent.error)}`}</Text>
      {unsent.news?.map((words) => (
        <Text key={words} size="sm" fs="italic">
          «{words}»
        </Text>
      ))}
      <Group gap="xs" mt={6}>
        <Button size="compact-sm" onClick={() => void (stale ? anyway(unsent) : again(unsent))}>
          {t(stale ? 'anyway' : 'tryAgain')}
        </Button>
        <Button size="compact-sm" variant="default" onClick={edit}>
          {t('edit')}
        </Button>
        <Button size="compact-sm" variant="subtle" onClick={drop}>
          {t('discard')}
        </Button>
      </Group>
    </Alert>
  );
}
