import type { PutClient } from '../../shared/contracts/partner-api.ts';
import type { Profile } from '../../shared/domain/message.ts';

/** What a body says about a client; what it does not say is not in it. */
export function toProfile({ client_name, locale, notices, context }: PutClient): Profile {
  const { next_lesson_at, ...links } = context ?? {};
  return withoutNulls<Profile>({
    client_name,
    locale,
    notices,
    ...links,
    next_lesson_at: next_lesson_at ? Date.parse(next_lesson_at) : undefined,
  });
}

export function withoutNulls<T extends object>(fields: { [Name in keyof T]?: T[Name] | null }): T {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value != null)) as T;
}
