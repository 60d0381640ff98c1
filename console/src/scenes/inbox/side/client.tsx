import { Anchor, Button, CopyButton, Stack, Title, UnstyledButton } from '@mantine/core';
import { IconDownload, IconPrinter } from '@tabler/icons-react';
import { Link, useLocation } from 'wouter';
import type { ConversationBody } from '../../../../../shared/contracts/inbox-responses.ts';
import { saveExport } from '../../../api/save-export.ts';
import { useLabels } from '../../../common/labels.ts';
import { useNotices } from '../../../common/notices.ts';
import { useCommonTexts } from '../../../common/texts.ts';
import { useHotkeys } from '../../../hotkeys/hotkeys-provider.tsx';
import { useFormat } from '../../../i18n/format.ts';
import classes from '../inbox.module.css';
import { useInboxTexts } from '../texts.ts';
import { Fact } from './fact.tsx';

/** Who the client is, as its partner has told, and how the conversation stands. */
export function Client({ conversation }: { conversation: ConversationBody }) {
  const t = useInboxTexts();
  const { client_id, client_name, partner, platform, client } = conversation;
  return (
    <section className={classes['section']}>
      <Title order={3} size="h6" mb={6}>
        {client_name ?? t('client')}
      </Title>
      <dl className={classes['facts']}>
        <Fact name={t('clientId')}>
          <Copied text={client_id} />
        </Fact>
        <Fact name={t('partner')}>{partner}</Fact>
        {platform !== null && <Fact name={t('platform')}>{platform}</Fact>}
        {client.child_name !== null && <Fact name={t('child')}>{client.child_name}</Fact>}
        <Lesson client={client} />
        {client.locale !== null && <Fact name={t('locale')}>{client.locale}</Fact>}
        {client.came_by !== null && <Fact name={t('cameBy')}>{client.came_by}</Fact>}
        {!client.notices && <Fact name={t('broadcasts')}>{t('noBroadcasts')}</Fact>}
        <Standing conversation={conversation} />
      </dl>
      <Stack gap={0} mt={8} ml={-8} align="flex-start">
        <Export conversation={conversation} />
        <Paper id={conversation.id} />
      </Stack>
    </section>
  );
}

function Lesson({ client }: Pick<ConversationBody, 'client'>) {
  const t = useInboxTexts();
  const format = useFormat();
  const { next_lesson_at, lesson_link, referral_link } = client;
  return (
    <>
      {next_lesson_at !== null && <Fact name={t('nextLesson')}>{format.moment(next_lesson_at)}</Fact>}
      {lesson_link !== null && (
        <Fact name={t('lessonLink')}>
          <Outside href={lesson_link} />
        </Fact>
      )}
      {referral_link !== null && (
        <Fact name={t('referralLink')}>
          <Outside href={referral_link} />
        </Fact>
      )}
    </>
  );
}

function Standing({ conversation }: { conversation: ConversationBody }) {
  const t = useInboxTexts();
  const labels = useLabels();
  const format = useFormat();
  const { created_at, assignee, status, escalation_reason, deadline, overdue, upcoming } = conversation;
  return (
    <>
      <Fact name={t('since')}>{format.day(created_at)}</Fact>
      <Fact name={t('state')}>{assignee === null ? labels.status(status) : t('at', { who: assignee })}</Fact>
      {escalation_reason !== null && <Fact name={t('reason')}>{labels.reason(escalation_reason)}</Fact>}
      {deadline !== null && (
        <Fact name={t('deadline')}>
          <span className={overdue ? classes['late'] : undefined}>{format.moment(deadline)}</span>
        </Fact>
      )}
      {upcoming && upcoming.what !== 'deadline' && (
        <Fact name={t('upcoming')}>
          {labels.upcoming(upcoming.what)}, {format.moment(upcoming.at)}
        </Fact>
      )}
    </>
  );
}

function Export({ conversation: { id, client_id } }: { conversation: ConversationBody }) {
  const t = useInboxTexts();
  const notices = useNotices();
  const save = () =>
    saveExport(`/api/export/conversation/${id}`, { format: 'csv' }, `firstline-${client_id}.csv`).then(
      () => notices.done(t('exported')),
      notices.failed,
    );
  return (
    <Button
      size="compact-xs"
      variant="subtle"
      leftSection={<IconDownload size={14} aria-hidden />}
      onClick={() => void save()}
    >
      {t('export')}
    </Button>
  );
}

function Paper({ id }: { id: string }) {
  const t = useInboxTexts();
  const go = useLocation()[1];
  useHotkeys([{ keys: 'p', does: t('print'), group: t('keysTalk'), run: () => go(`/print/${id}`) }]);
  return (
    <Button
      component={Link}
      href={`/print/${id}`}
      size="compact-xs"
      variant="subtle"
      leftSection={<IconPrinter size={14} aria-hidden />}
    >
      {t('print')}
    </Button>
  );
}

/** What a click puts onto the clipboard. */
function Copied({ text }: { text: string }) {
  const common = useCommonTexts();
  return (
    <CopyButton value={text}>
      {({ copied, copy }) => (
        <UnstyledButton fz="inherit" title={common('copy')} onClick={copy}>
          {copied ? common('copied') : text}
        </UnstyledButton>
      )}
    </CopyButton>
  );
}

function Outside({ href }: { href: string }) {
  return (
    <Anchor href={href} target="_blank" rel="noreferrer" size="sm">
      {href.replace(/^https:\/\//, '')}
    </Anchor>
  );
}
