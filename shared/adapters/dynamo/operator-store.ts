import { LIMITS } from '../../domain/limits.ts';
import type { Operator } from '../../domain/operator.ts';
import type { Session } from '../../domain/session.ts';
import type { Operators, Written } from '../../ports.ts';
import { keys } from './access-patterns.ts';
import type { Row, RowUpdate, Table, Update } from './table.ts';

/** A word that DynamoDB keeps for itself. */
const SESSIONS = { '#sessions': 'sessions' };

/**
 * The people at the desk. Somebody's sessions are in the same row, so that what takes access away ends them in the same write,
 * and one read tells whether a token still opens something.
 */
export class DynamoOperators implements Operators {
  readonly #table: Table;

  constructor(table: Table) {
    this.#table = table;
  }

  async operator(id: string): Promise<Operator | undefined> {
    return toOperator(await this.#table.get(keys.operator(id)));
  }

  async operators(): Promise<Operator[]> {
    const { pk, prefix } = keys.operators();
    const rows = await this.#table.pageAfter({ pk, prefix, after: prefix }, LIMITS.operators);
    return rows.flatMap((row) => toOperator(row) ?? []);
  }

  async addOperator({ sessions, revision, ...operator }: Operator): Promise<Written> {
    const known = await this.#table.putNew({ ...keys.operator(operator.id), operator, sessions, revision });
    return known === undefined ? 'written' : 'conflict';
  }

  async saveOperator(
    seen: Operator,
    next: Operator,
    sessions: 'kept' | 'ended',
    beside?: Operator,
  ): Promise<Written> {
    const { sessions: _, revision, ...operator } = next;
    const ended = sessions === 'ended';
    const change: Update = {
      update: `SET #operator = :operator, revision = revision + :one${ended ? ', #sessions = :none' : ''}`,
      condition: 'revision = :seen',
      names: { '#operator': 'operator', ...(ended && SESSIONS) },
      values: { ':operator': operator, ':one': 1, ':seen': seen.revision, ...(ended && { ':none': {} }) },
    };
    if (!beside) return this.#change(seen.id, change);
    const changes = [{ key: keys.operator(seen.id), ...change }, standing(beside)];
    return (await this.#table.all(changes)) ? 'written' : 'conflict';
  }

  beginSession(
    seen: Operator,
    { id, session, gone }: { id: string; session: Session; gone: readonly string[] },
  ): Promise<Written> {
    const removed = gone.map((_, at) => `#sessions.#gone${at}`);
    return this.#change(seen.id, {
      update: `SET #sessions.#id = :session${removed.length > 0 ? ` REMOVE ${removed.join(', ')}` : ''}`,
      condition: 'revision = :seen',
      names: {
        ...SESSIONS,
        '#id': id,
        ...Object.fromEntries(gone.map((name, at) => [`#gone${at}`, name])),
      },
      values: { ':session': session, ':seen': seen.revision },
    });
  }

  rotateSession(operator: string, id: string, seen: Session, next: Session): Promise<Written> {
    return this.#change(operator, {
      update: 'SET #sessions.#id = :next',
      condition: '#sessions.#id.#current = :current',
      names: { ...SESSIONS, '#id': id, '#current': 'current' },
      values: { ':next': next, ':current': seen.current },
    });
  }

  async endSession(operator: string, id: string): Promise<void> {
    await this.#change(operator, {
      update: 'REMOVE #sessions.#id',
      condition: 'attribute_exists(#sessions.#id)',
      names: { ...SESSIONS, '#id': id },
      values: {},
    });
  }

  async endSessions(operator: string): Promise<void> {
    await this.#change(operator, {
      update: 'SET #sessions = :none',
      condition: 'attribute_exists(pk)',
      names: SESSIONS,
      values: { ':none': {} },
    });
  }

  async #change(operator: string, change: Update): Promise<Written> {
    return (await this.#table.update(keys.operator(operator), change)) ? 'written' : 'conflict';
  }
}

/** Changes nothing, and fails if the revision is another by now. A check alone would need a right of its own. */
function standing({ id, revision }: Operator): RowUpdate {
  return {
    key: keys.operator(id),
    update: 'SET revision = :seen',
    condition: 'revision = :seen',
    names: {},
    values: { ':seen': revision },
  };
}

export function toOperator(row: Row | undefined): Operator | undefined {
  if (!row) return undefined;
  const { operator, revision, sessions } = row;
  return { ...(operator as Operator), revision, sessions } as Operator;
}
