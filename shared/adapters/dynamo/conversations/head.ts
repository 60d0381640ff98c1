import type { Head } from '../../../domain/conversation.ts';
import type { Placed } from '../../../domain/inbox.ts';
import type { Profile } from '../../../domain/message.ts';
import type { OperatorAction } from '../../../domain/operator-action.ts';
import type { Written } from '../../../ports.ts';
import { keys } from '../access-patterns.ts';
import { actionRow, placeIn, toHead, toProfile } from '../rows.ts';
import type { Row, Table, Update } from '../table.ts';

/** Heads and profiles, and how a head is changed. */
export class ConversationHead {
  protected readonly table: Table;

  constructor(table: Table) {
    this.table = table;
  }

  async head(id: string): Promise<Head | undefined> {
    const row = await this.table.get(keys.head(id));
    return row && toHead(row);
  }

  async profile(id: string): Promise<Profile | undefined> {
    const row = await this.table.get(keys.profile(id));
    return row && toProfile(row);
  }

  async putProfile(id: string, changes: Profile, at: number): Promise<void> {
    await this.table.set(keys.profile(id), { ...changes, told_at: at });
  }

  protected async update(id: string, change: Update): Promise<Written> {
    return written(await this.table.update(keys.head(id), change));
  }

  /** With a row that tells of it, if it is to be told of: both or neither. */
  protected async act(id: string, change: Update, action: OperatorAction | undefined): Promise<Written> {
    if (!action) return this.update(id, change);
    const done = await this.table.both(
      { put: actionRow(action), condition: FREE },
      { key: keys.head(id), ...change },
    );
    return done ? 'written' : 'conflict';
  }
}

export const FREE = 'attribute_not_exists(pk)';

/** The change of a head with what it makes of its place in the inbox. */
export function placed<Change extends Omit<Update, 'condition'>>(change: Change, next: Placed): Change {
  const { ik, is } = placeIn(next);
  return {
    ...change,
    update:
      `SET #ik = :ik, #is = :is${change.update.replace(/^(SET )?/, (set) => (set ? ', ' : ' '))}`.trimEnd(),
    names: { ...change.names, '#ik': 'ik', '#is': 'is' },
    values: { ...change.values, ':ik': ik, ':is': is },
  };
}

function written(row: Row | undefined): Written {
  return row ? 'written' : 'conflict';
}
