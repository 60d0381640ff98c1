import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { ConversationBody } from '../../../../../shared/contracts/inbox-responses.ts';
import { change } from '../../../api/client.ts';
import { useNotices } from '../../../common/notices.ts';
import { useMe } from '../../../session/use-session.ts';
import { takeIn } from '../lists.ts';
import { useInboxTexts } from '../texts.ts';
import type { Action } from './possible.ts';

const PATHS: Record<Action, string> = {
  take: 'take',
  take_over: 'take',
  assign: 'assign',
  release: 'release',
  hand_back: 'hand-back',
  close: 'close',
  reopen: 'reopen',
};

/** How to take a thing back that was one click too many. */
const BACK: Partial<Record<Action, Action>> = { close: 'reopen', release: 'take', hand_back: 'take' };

/** Does things to a conversation: shown at once, and taken back if the desk refuses. */
export function useActions(conversation: ConversationBody) {
  const t = useInboxTexts();
  const notices = useNotices();
  const queries = useQueryClient();
  const me = useMe();
  const [busy, setBusy] = useState<Action>();
  const { id } = conversation;

  const put = (next: ConversationBody) => takeIn(queries, next, me.id);

  async function run(action: Action, body: Record<string, unknown> = {}): Promise<boolean> {
    setBusy(action);
    const expected = foreseen(conversation, action, me.id);
    if (expected) put(expected);
    try {
      const sent = action === 'take_over' ? { ...body, force: true } : body;
      put(
        await change<ConversationBody>(
          'POST',
          `/api/conversations/${id}/${PATHS[action]}`,
          sent,
          crypto.randomUUID(),
        ),
      );
      const back = BACK[action];
      notices.done(t(`done_${action}`), back && { does: t('undo'), run: () => void run(back) });
      return true;
    } catch (error) {
      put(conversation);
      notices.failed(error);
      void queries.invalidateQueries({ queryKey: ['conversation', id] });
      return false;
    } finally {
      setBusy(undefined);
      void queries.invalidateQueries({ queryKey: ['timeline', id] });
    }
  }

  return { busy, run };
}

/** What the desk will most likely answer. */
function foreseen(now: ConversationBody, action: Action, me: string): ConversationBody | undefined {
  if (action === 'take' || action === 'take_over') {
    const status = now.status === 'closed' ? 'open' : now.status;
    return { ...now, status, handler: 'operator', assignee: me };
  }
  if (action === 'hand_back') return { ...now, handler: 'bot', assignee: null };
  if (action === 'release') return { ...now, status: 'escalated', handler: 'bot', assignee: null };
  if (action === 'close') return { ...now, status: 'closed', waiting_since: null };
  return undefined;
}
