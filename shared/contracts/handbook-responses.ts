import * as z from 'zod/mini';
import { PARAMETERS, type ParameterSource } from '../domain/parameters.ts';
import { meanings } from './partner-responses.ts';
import { PolicyBody } from './policy.ts';

/** What admins are told of the policy and the texts. Functions import the types alone. */

export const PARAMETER_SOURCES: Record<ParameterSource, string> = {
  client: 'what a partner has told of the client',
  message: 'the message that is answered',
  client_or_message: 'the message, or what a partner has told',
  desk: 'the policy; never missing',
};

const Instant = z.iso.datetime();
const Version = z.int().check(z.gte(0));
const Next = z.nullable(z.string());

/** Who published a version, when and why; null of the shipped one. */
export const publishedAs = {
  version: Version,
  published_at: z.nullable(Instant),
  published_by: z.nullable(z.string()),
  reason: z.nullable(z.string()),
};

export const PolicyIssueBody = z.object({ path: z.string(), message: z.string() });

/** `GET` and `PUT /api/policy`. */
export const PolicyStateBody = z.object({
  ...publishedAs,
  policy: PolicyBody,
  changes: z.record(z.string(), z.unknown()),
  issues: z.array(PolicyIssueBody),
});
export type PolicyStateBody = z.infer<typeof PolicyStateBody>;

/** What is told of every version, of whatever it is one. */
export const versionOf = {
  version: Version,
  at: Instant,
  by: z.string(),
  reason: z.nullable(z.string()),
  restores: z.nullable(Version),
};

export const PolicyVersion = z.object({ ...versionOf, changes: z.record(z.string(), z.unknown()) });
export type PolicyVersion = z.infer<typeof PolicyVersion>;

/** `GET /api/policy/versions`. */
export const PolicyVersionsPage = z.object({ items: z.array(PolicyVersion), next: Next });
export type PolicyVersionsPage = z.infer<typeof PolicyVersionsPage>;

/** A text in each language. */
export const BothLanguages = z.object({ ru: z.string(), en: z.string() });

export const ParameterItem = z.object({
  name: z.enum(meanings(PARAMETERS)),
  from: z.enum(meanings(PARAMETER_SOURCES)),
  may_be_missing: z.boolean(),
  missing: z.nullable(BothLanguages),
  sample: BothLanguages,
});
export type ParameterItem = z.infer<typeof ParameterItem>;

export const TextInForce = z.object({ text: z.string(), shipped: z.boolean() });
export const TextsInForce = z.object({ ru: TextInForce, en: TextInForce });

/** One of `GET /api/templates`. */
export const TemplateItem = z.object({
  scenario: z.string(),
  ...publishedAs,
  published: z.boolean(),
  languages: TextsInForce,
  parameters: z.array(z.enum(meanings(PARAMETERS))),
});
export type TemplateItem = z.infer<typeof TemplateItem>;

/** `GET /api/templates`: all of them. */
export const TemplatesBody = z.object({ items: z.array(TemplateItem) });
export type TemplatesBody = z.infer<typeof TemplatesBody>;

/** `GET` and `PUT /api/templates/{scenario}`. */
export const TemplateBody = z.object({
  ...TemplateItem.shape,
  shipped: BothLanguages,
  parameters: z.array(ParameterItem),
});
export type TemplateBody = z.infer<typeof TemplateBody>;

export const OwnTextsBody = z.object({ ru: z.optional(z.string()), en: z.optional(z.string()) });

export const TemplateVersion = z.object({ ...versionOf, texts: OwnTextsBody });
export type TemplateVersion = z.infer<typeof TemplateVersion>;

/** `GET /api/templates/versions`. */
export const TemplateVersionsPage = z.object({ items: z.array(TemplateVersion), next: Next });
export type TemplateVersionsPage = z.infer<typeof TemplateVersionsPage>;

/** `POST /api/templates/preview`. */
export const PreviewedBody = z.object({ text: z.string(), missing: z.array(z.string()) });
export type PreviewedBody = z.infer<typeof PreviewedBody>;

export const DiffPartBody = z.object({ kind: z.enum(['same', 'added', 'removed']), text: z.string() });

export const DiffsBody = z.object({ ru: z.array(DiffPartBody), en: z.array(DiffPartBody) });

/** `GET /api/templates/diff`. */
export const DiffBody = z.object({
  scenario: z.string(),
  from: z.int(),
  to: z.int(),
  languages: DiffsBody,
});
export type DiffBody = z.infer<typeof DiffBody>;
