import { LIMITS } from '../../domain/limits.ts';
import type { Operator } from '../../domain/operator.ts';
import type { Session } from '../../domain/session.ts';
import type { Operators, Written } from '../../ports.ts';
import { copy } from './copy.ts';

/** The people at the desk in memory. */
export class MemoryOperators implements Operators {
  readonly #operators = new Map<string, Operator>();

  async operator(id: string): Promise<Operator | undefined> {
    return copy(this.#operators.get(id));
  }

  async operators(): Promise<Operator[]> {
    return [...this.#operators.values()]
      .sort((a, b) => (a.id < b.id ? -1 : 1))
      .slice(0, LIMITS.operators)
      .map((operator) => copy(operator));
  }

  async addOperator(operator: Operator): Promise<Written> {
    if (this.#operators.has(operator.id)) return 'conflict';
    this.#operators.set(operator.id, copy(operator));
    return 'written';
  }

  async saveOperator(
    seen: Operator,
    next: Operator,
    sessions: 'kept' | 'ended',
    beside?: Operator,
  ): Promise<Written> {
    if (beside && this.#operators.get(beside.id)?.revision !== beside.revision) return 'conflict';
    return this.#change(seen, (known) => ({
      ...next,
      revision: seen.revision + 1,
      sessions: sessions === 'kept' ? known.sessions : {},
    }));
  }

  async beginSession(
    seen: Operator,
    { id, session, gone }: { id: string; session: Session; gone: readonly string[] },
  ): Promise<Written> {
    return this.#change(seen, (known) => ({
      ...known,
      sessions: { ...without(known.sessions, gone), [id]: session },
    }));
  }

  async rotateSession(operator: string, id: string, seen: Session, next: Session): Promise<Written> {
    const known = this.#operators.get(operator);
    if (known?.sessions[id]?.current !== seen.current) return 'conflict';
    this.#operators.set(operator, copy({ ...known, sessions: { ...known.sessions, [id]: next } }));
    return 'written';
  }

  async endSession(operator: string, id: string): Promise<void> {
    const known = this.#operators.get(operator);
    if (known) this.#operators.set(operator, { ...known, sessions: without(known.sessions, [id]) });
  }

  async endSessions(operator: string): Promise<void> {
    const known = this.#operators.get(operator);
    if (known) this.#operators.set(operator, { ...known, sessions: {} });
  }

  #change(seen: Operator, change: (known: Operator) => Operator): Written {
    const known = this.#operators.get(seen.id);
    if (known?.revision !== seen.revision) return 'conflict';
    this.#operators.set(seen.id, copy(change(known)));
    return 'written';
  }
}

function without(sessions: Operator['sessions'], gone: readonly string[]): Operator['sessions'] {
  return Object.fromEntries(Object.entries(sessions).filter(([id]) => !gone.includes(id)));
}
