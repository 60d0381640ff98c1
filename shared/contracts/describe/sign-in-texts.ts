import { LIMITS } from '../../domain/limits.ts';
import type { JsonSchema } from './json.ts';

const password = (description: string): JsonSchema => ({
  description,
  minLength: 1,
  maxLength: LIMITS.passwordMost,
});

export const SIGN_IN_TEXTS = {
  Login: {
    '': 'Who signs in.',
    operator_id: 'Your id, whatever the case.',
    password: password('Your password.'),
  },
  ChangePassword: {
    '': 'Another password.',
    current_password: password('The one that you have.'),
    new_password: {
      ...password(
        `The one that you want: ${LIMITS.passwordLeast} to ${LIMITS.passwordMost} characters of at least four kinds, without your own id in it.`,
      ),
      minLength: LIMITS.passwordLeast,
    },
  },
  SignedInBody: {
    '': 'Somebody who is signed in.',
    access_token: 'Opens the API of the desk, as `Authorization: Bearer <token>`. Not to be kept anywhere.',
    token_type: 'How it is shown.',
    expires_in: 'Seconds after which it opens nothing.',
    operator: 'Who it is.',
  },
  MeBody: {
    '': 'Who asks.',
    id: 'Names the person.',
    name: 'What the person is called.',
    role: 'What may be done: an admin may do all that an operator may.',
    password_change_required:
      'Whether the password has to be changed before anything else, because others know it.',
  },
  TicketBody: {
    '': 'What opens one socket.',
    ticket: 'The ticket.',
    expires_in: 'Seconds within which it has to be used.',
    url: 'Where the socket is, with the ticket in it.',
  },
} satisfies Record<string, Record<string, string | JsonSchema>>;
