import type { Head } from '../../../domain/conversation.ts';
import { type DeskText, entryOf, type NoticeText } from '../../../domain/desk-text.ts';
import type { FollowUp } from '../../../domain/follow-up.ts';
import { LIMITS } from '../../../domain/limits.ts';
import type { Turn } from '../../../domain/turn.ts';
import type { TurnChange, Written } from '../../../ports.ts';
import { keys } from '../access-patterns.ts';
import { asEntry, forgottenRow, textIn, textRow } from '../rows.ts';
import type { Update } from '../table.ts';
import { placed } from './head.ts';
import { ConversationIntake } from './intake.ts';

/** What the bot decides, and what it is said with. */
export class ConversationTurns extends ConversationIntake {
  async draft<Text extends DeskText>(text: Text): Promise<Text> {
    const there = await this.table.putNew(textRow(text));
    return there ? (textIn(there) as Text) : text;
  }

  async text(conversationId: string, id: string): Promise<DeskText | undefined> {
    const row = await this.table.getFixed(keys.entry(conversationId, id));
    return row && textIn(row);
  }

  async commitTurn(seen: Head, turn: Turn, { entry, decided }: TurnChange): Promise<Written> {
    const { escalation, tallies, hand_off, classification, language } = turn;
    const acknowledged = hand_off && entry;
    const owed = entry || seen.owed.length >= LIMITS.owedMessages ? [] : turn.answers;
    const sets = [
      'unsettled = :unsettled, unsure = :unsure, asked = :asked, scenario = :scenario, #language = :language',
      ...(entry ? ['outbox.#text = :entry, #sequence = :sequence, last_due = :due, greeted = :yes'] : []),
      ...(hand_off ? ['escalation = :escalation, #status = :escalated'] : []),
      ...(acknowledged ? ['acknowledged_at = :at'] : []),
      ...(turn.incident ? ['incident = :incident'] : []),
    ];
    const add = owed.length > 0 ? 'version :one, owed :owed' : 'version :one';
    const next = hand_off ? { ...seen, status: 'escalated' as const, escalation } : seen;
    const change: Update = {
      update: `SET ${sets.join(', ')} REMOVE follow_up ADD ${add} DELETE pending :decided`,
      condition:
        'pending = :pending AND epoch = :epoch AND tenure = :tenure AND #handler = :bot AND #sequence = :seen',
      names: {
        '#sequence': 'sequence',
        '#handler': 'handler',
        '#language': 'language',
        ...(entry && { '#text': turn.id }),
        ...(hand_off && { '#status': 'status' }),
      },
      values: {
        ...(entry && { ':entry': entry, ':sequence': turn.sequence, ':due': entry.due, ':yes': true }),
        ':unsettled': tallies.unsettled,
        ':unsure': tallies.unsure,
        ':asked': tallies.asked,
        ':scenario': classification.scenario,
        ':language': language,
        ...(hand_off && { ':escalation': escalation, ':escalated': 'escalated' }),
        ...(acknowledged && { ':at': turn.decided_at }),
        ...(turn.incident && { ':incident': turn.incident }),
        ...(owed.length > 0 && { ':owed': new Set(owed) }),
        ':one': 1,
        ':decided': new Set(decided),
        ':pending': new Set(seen.pending),
        ':epoch': seen.epoch,
        ':tenure': seen.tenure,
        ':bot': 'bot',
        ':seen': seen.sequence,
      },
    };
    return this.update(seen.id, placed(change, next));
  }

  announce(seen: Head, text: NoticeText): Promise<Written> {
    return this.update(seen.id, {
      update: 'SET outbox.#text = :entry, #sequence = :sequence, last_due = :due ADD version :one',
      condition: '#sequence = :seen',
      names: { '#text': text.id, '#sequence': 'sequence' },
      values: {
        ':entry': entryOf(text),
        ':sequence': text.sequence,
        ':due': text.due,
        ':one': 1,
        ':seen': seen.sequence,
      },
    });
  }

  async forget(conversationId: string, ids: readonly string[]): Promise<string[]> {
    const marked = await Promise.all(
      ids.map(async (id) => {
        const there = await this.table.putNew(forgottenRow(conversationId, id));
        return !there || asEntry(there).kind === 'forgotten' ? [id] : [];
      }),
    );
    return marked.flat();
  }

  async dropPending(seen: Head, ids: readonly string[], next?: FollowUp): Promise<Written> {
    const change: Update = {
      update: `${next ? 'SET follow_up = :next ' : ''}ADD version :one DELETE pending :ids`,
      condition: 'pending = :pending AND epoch = :epoch AND tenure = :tenure',
      names: {},
      values: {
        ':one': 1,
        ':ids': new Set(ids),
        ...(next && { ':next': next }),
        ':pending': new Set(seen.pending),
        ':epoch': seen.epoch,
        ':tenure': seen.tenure,
      },
    };
    return this.update(seen.id, placed(change, seen));
  }
}
