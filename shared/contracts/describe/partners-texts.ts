import { LIMITS } from '../../domain/limits.ts';
import type { JsonSchema } from './json.ts';

const named = { minLength: 1, maxLength: LIMITS.nameCharacters };
const scopes = 'What the key opens: handing messages in and telling of clients, or reading.';
const next = 'Always null: there are no more.';
const partner = {
  id: 'Names the partner.',
  name: 'What the partner is called.',
  created_at: 'When it was added (UTC); null: it was put into the table by hand.',
  created_by: 'By whom.',
  disabled_at: 'Since when its keys open nothing (UTC); null: they do.',
  asymmetric: 'Whether its webhooks carry a `v1a` signature, too.',
};
const key = {
  id: 'Names the key.',
  label: 'What the key is called.',
  last_four: 'Its last four characters.',
  scopes,
  created_at: 'When it was made (UTC).',
  created_by: 'By whom.',
};

export const PARTNERS_TEXTS = {
  PartnersBody: { '': 'Whose clients write.', items: 'All of them, by id.', next },
  PartnerItem: { '': 'A partner.', ...partner },
  AddPartner: {
    '': 'A partner to be added.',
    id: {
      description: 'Names the partner, for good.',
      pattern: `^[a-z0-9][a-z0-9_-]{0,${LIMITS.partnerIdCharacters - 1}}$`,
    },
    name: { description: 'What the partner is called; the id unless said otherwise.', ...named },
  },
  RenamePartner: { '': 'What is to change.', name: { description: 'What the partner is called.', ...named } },
  FreshPartnerBody: {
    '': 'A partner that was added.',
    ...partner,
    first_key: 'Its first key.',
    webhook_secret: 'What its webhooks are signed with, in full: it is shown this once.',
  },
  PartnerKeysBody: { '': 'The keys of a partner.', items: 'All of them, by id.', next },
  PartnerKeyItem: { '': 'A key, but not what it is.', ...key },
  AddPartnerKey: {
    '': 'A key to be made.',
    label: { description: 'What it is called; its id unless said otherwise.', ...named },
    scopes: `${scopes} Both unless said otherwise.`,
  },
  FreshPartnerKey: { '': 'A key in full.', ...key, key: 'The key itself: it is shown this once.' },
  AuditPage: {
    '': 'Who changed what of the desk.',
    items: 'Newest first.',
    next: 'The cursor of the next, older page, which may be empty; null: there is none.',
  },
  AuditItem: {
    '': 'A change. It holds no secret, and nothing that a client said.',
    id: 'Names the entry.',
    at: 'When it was begun (UTC).',
    by: 'Who made it: a person, or the name of a key.',
    what: 'What was done.',
    target: 'To which of them; null: to the only one there is.',
    outcome: '`unknown`: nobody has noted how it ended, and it may have happened.',
    before: 'What it was, as far as that can be told here; null: nothing is told.',
    after: 'What it is. Of what has versions, the version: the texts stand there.',
    request_id: 'The request that made it.',
  },
  SettingsBody: {
    '': 'What the deployment has set.',
    stage: 'Which deployment this is.',
    pace: 'Whether replies wait as if somebody typed them.',
    limits: 'How often may be asked: `on`, `off`, or what differs from the usual.',
    public_url: 'Where this API is.',
    second_opinion: 'Whether a language model is asked where the classifier is in doubt.',
  },
} satisfies Record<string, Record<string, string | JsonSchema>>;
