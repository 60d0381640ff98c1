import { LIMITS } from '../../domain/limits.ts';
import type { JsonSchema } from './json.ts';

const role = 'What may be done: an admin may do all that an operator may.';
const name = {
  description: 'What the person is called; the id unless said otherwise.',
  minLength: 1,
  maxLength: LIMITS.nameCharacters,
};
const password = {
  description: `For the first time, ${LIMITS.passwordLeast} to ${LIMITS.passwordMost} characters; made up unless given.`,
  minLength: LIMITS.passwordLeast,
  maxLength: LIMITS.passwordMost,
};
const person = {
  id: 'Names the person.',
  name: 'What the person is called.',
  role,
  created_at: 'When the person was added (UTC).',
  created_by: 'By whom.',
  disabled_at: 'When access was taken away (UTC); null: there is access.',
  password_change_required: 'Whether the password has to be changed before anything else.',
  sessions: 'At how many browsers the person is signed in.',
};

export const PEOPLE_TEXTS = {
  OperatorId: {
    '': {
      description: 'Names somebody who works at the desk.',
      pattern: `^[a-z0-9][a-z0-9_-]{0,${LIMITS.operatorIdCharacters - 1}}$`,
    },
  },
  OperatorsBody: {
    '': 'Who works at the desk.',
    items: 'All of them, by id.',
    next: 'Always null: there are no more.',
  },
  OperatorItem: { '': 'Somebody who works at the desk.', ...person },
  AddOperator: { '': 'Somebody to be added.', id: 'Names the person, for good.', role, name, password },
  ChangeOperator: { '': 'What is to change.', role, name },
  ResetPassword: { '': 'A password for the first time.', password },
  OperatorWithPassword: {
    '': 'Somebody with a password for the first time.',
    ...person,
    initial_password: 'The password, if it was made up: it is shown this once. Null: you gave it.',
  },
  RotateTokenKey: {
    '': 'How a key is replaced.',
    leaked: 'Whether the old keys end at once.',
  },
  TokenKeyRotationBody: {
    '': 'The keys of access tokens.',
    rotated: 'False: a new one is waiting for its time already.',
    keys: 'Newest first.',
  },
  TokenKeyItem: {
    '': 'A key by its id.',
    kid: 'Its id.',
    created_at: 'When it was made (UTC).',
    signs_from: 'From when it signs (UTC).',
  },
} satisfies Record<string, Record<string, string | JsonSchema>>;
