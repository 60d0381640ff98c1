import { useCallback, useEffect } from 'react';
import { useLocation } from 'wouter';
import type { ConversationBody, ConversationItem } from '../../../../../shared/contracts/inbox-responses.ts';
import { useLabels } from '../../../common/labels.ts';
import { useMe } from '../../../session/use-session.ts';
import { beginsToNeed, needsMe } from '../attention.ts';
import { useInboxTexts } from '../texts.ts';
import { beep } from './beep.ts';
import { alertChoice } from './settings.ts';

/** Counts in the tab's title whoever waits. @param all whether there are no more than these */
export function useTitle(shown: readonly ConversationItem[], all: boolean): void {
  const t = useInboxTexts();
  const { id: me } = useMe();
  const waiting = shown.filter((item) => needsMe(item, me)).length;
  // The queue comes first: behind somebody who does not wait nobody does.
  const more = !all && waiting === shown.length;
  useEffect(() => {
    document.title = waiting > 0 ? t('titleCount', { count: `${waiting}${more ? '+' : ''}` }) : t('title');
    return () => {
      document.title = 'Firstline';
    };
  }, [waiting, more, t]);
}

/** Calls, as was chosen, when somebody begins to wait. Gives what to tell of each change. */
export function useAlerts(): (now: ConversationBody, before: ConversationItem | undefined) => void {
  const t = useInboxTexts();
  const labels = useLabels();
  const { id: me } = useMe();
  const [, go] = useLocation();
  return useCallback(
    (now, before) => {
      if (!beginsToNeed(before, now, me)) return;
      const { id, client_name, client_id, escalation_reason, last_message } = now;
      const name = client_name ?? client_id;
      const reason = escalation_reason ? labels.reason(escalation_reason) : t('unread', { count: 1 });
      const words = alertChoice().words && last_message?.text;
      call({
        title: t('noticeTitle'),
        body: words ? `${name}: ${words}` : t('noticeBody', { name, reason }),
        about: id,
        open: () => go(`/inbox/${id}`),
      });
    },
    [me, labels, t, go],
  );
}

interface Call {
  title: string;
  body: string;
  /** One notice for each conversation: a new one takes the place of the old. */
  about: string;
  open(): void;
}

function call({ title, body, about, open }: Call): void {
  const { sound, notices } = alertChoice();
  if (sound) beep();
  if (!notices || !document.hidden || Notification.permission !== 'granted') return;
  try {
    const notice = new Notification(title, { body, icon: '/favicon.svg', tag: about });
    notice.onclick = () => {
      window.focus();
      notice.close();
      open();
    };
  } catch {
    // Phones show notices of service workers alone.
  }
}
