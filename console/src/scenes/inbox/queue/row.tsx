import { Badge, VisuallyHidden } from '@mantine/core';
import { IconAlertHexagon, IconBrandTelegram, IconMessage, IconUserCheck } from '@tabler/icons-react';
import { memo } from 'react';
import type { ConversationItem } from '../../../../../shared/contracts/inbox-responses.ts';
import { useLabels } from '../../../common/labels.ts';
import { useFormat } from '../../../i18n/format.ts';
import { useMe } from '../../../session/use-session.ts';
import { useNow } from '../../../twin/business-clock.ts';
import classes from '../inbox.module.css';
import { useInboxTexts } from '../texts.ts';

interface RowProps {
  item: ConversationItem;
  top: number;
  chosen: boolean;
  cursor: boolean;
  open(): void;
}

/** One conversation of the list: whose, how long it waits, its last words, why it is here. */
export const Row = memo(
  function Row({ item, top, chosen, cursor, open }: RowProps) {
    const t = useInboxTexts();
    const { client_name, client_id, platform, unread, priority, incident_id } = item;
    return (
      // biome-ignore lint/a11y/useKeyWithClickEvents: the list's own keys move the cursor and open
      <div
        id={`row-${item.id}`}
        className={classes['row']}
        role="option"
        tabIndex={-1}
        aria-selected={chosen}
        data-cursor={cursor || undefined}
        data-priority={priority ?? undefined}
        data-unread={unread > 0 || undefined}
        style={{ transform: `translateY(${top}px)` }}
        onClick={open}
      >
        <div className={classes['line']}>
          {platform === 'telegram' ? (
            <IconBrandTelegram size={15} role="img" aria-label={platform} />
          ) : (
            <IconMessage size={15} role="img" aria-label={platform ?? item.partner} />
          )}
          <span className={classes['name']}>{client_name ?? client_id}</span>
          {incident_id !== null && (
            <IconAlertHexagon className={classes['late']} size={15} role="img" aria-label={t('inIncident')} />
          )}
          <Wait item={item} />
        </div>
        <div className={classes['line']}>
          <span className={classes['words']}>{useWords(item)}</span>
          {unread > 0 && (
            <Badge size="sm" circle role="img" aria-label={t('unread', { count: unread })}>
              {unread > 9 ? '9+' : unread}
            </Badge>
          )}
        </div>
        <div className={classes['line']}>
          <Standing item={item} />
        </div>
      </div>
    );
  },
  // Whether it opens by the same function does not show.
  (a, b) => a.item === b.item && a.top === b.top && a.chosen === b.chosen && a.cursor === b.cursor,
);

function Wait({ item: { waiting_since, overdue, last_message } }: { item: ConversationItem }) {
  const t = useInboxTexts();
  const format = useFormat();
  const time = useNow();
  if (waiting_since === null)
    return <span className={classes['meta']}>{last_message && format.time(last_message.created_at)}</span>;
  const span = format.span(time - Date.parse(waiting_since));
  return (
    <span className={`${classes['meta']} ${overdue ? classes['late'] : ''}`}>
      {overdue ? `${t('overdue')}, ${span}` : t('waits', { span })}
    </span>
  );
}

function useWords({ last_message }: ConversationItem): string {
  const t = useInboxTexts();
  if (last_message?.text) return last_message.text.replaceAll(/\s+/g, ' ');
  if (last_message?.attachments) return t('attachments', { count: last_message.attachments });
  return t('noWords');
}

function Standing({ item }: { item: ConversationItem }) {
  const t = useInboxTexts();
  const labels = useLabels();
  const { id: me } = useMe();
  const { status, assignee, escalation_reason, scenario, priority } = item;
  const why =
    escalation_reason !== null && status === 'escalated' ? labels.reason(escalation_reason) : undefined;
  const what = why ?? (scenario ? labels.scenario(scenario) : labels.status(status));
  return (
    <>
      {priority !== null && <VisuallyHidden>{labels.priority(priority)}</VisuallyHidden>}
      <span className={`${classes['meta']} ${classes['why']}`}>{what}</span>
      {assignee !== null && (
        <span className={classes['meta']}>
          <IconUserCheck size={13} aria-hidden /> {assignee === me ? t('atMe') : t('at', { who: assignee })}
        </span>
      )}
    </>
  );
}
