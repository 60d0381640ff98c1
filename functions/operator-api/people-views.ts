import type {
  OperatorItem,
  OperatorWithPassword,
  TokenKeyItem,
} from '../../shared/contracts/people-responses.ts';
import type { Operator } from '../../shared/domain/operator.ts';
import { endOf } from '../../shared/domain/session.ts';
import type { TokenKey } from '../../shared/domain/token-key.ts';
import type { WithPassword } from '../../shared/usecases/manage-operators.ts';

const instant = (at: number): string => new Date(at).toISOString();

/** Somebody of the desk, without what the password is proved by. @param now wall time */
export function operatorView(operator: Operator, now: number): OperatorItem {
  const { id, name, role, created_at, created_by, disabled_at, must_change, sessions } = operator;
  return {
    id,
    name,
    role,
    created_at: instant(created_at),
    created_by,
    disabled_at: disabled_at === undefined ? null : instant(disabled_at),
    password_change_required: must_change,
    sessions: Object.values(sessions).filter((session) => now < endOf(session)).length,
  };
}

export function withPasswordView({ operator, password }: WithPassword, now: number): OperatorWithPassword {
  return { ...operatorView(operator, now), initial_password: password ?? null };
}

export function tokenKeyView({ kid, created_at, signs_from }: TokenKey): TokenKeyItem {
  return { kid, created_at: instant(created_at), signs_from: instant(signs_from) };
}
