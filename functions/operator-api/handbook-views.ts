import type { ChangedTurn, PolicyDryRunBody } from '../../shared/contracts/dry-run-responses.ts';
import type {
  ParameterItem,
  PolicyStateBody,
  PolicyVersion,
  TemplateBody,
  TemplateItem,
  TemplateVersion,
} from '../../shared/contracts/handbook-responses.ts';
import type { ReminderItem } from '../../shared/contracts/reminder-responses.ts';
import { textFor, textsIn } from '../../shared/domain/documents.ts';
import { type ParameterName, parameter, parametersFor } from '../../shared/domain/parameters.ts';
import { type PlannedReminder, reminderId } from '../../shared/domain/reminders.ts';
import { occasionOf } from '../../shared/domain/template.ts';
import { SHIPPED_TEXTS } from '../../shared/domain/texts.ts';
import type { Language } from '../../shared/domain/understanding/language.ts';
import { cursorOf } from '../../shared/edge/paging.ts';
import type { PublishedDocument } from '../../shared/ports.ts';
import type { DryRunItem, DryRunResult } from '../../shared/usecases/dry-run.ts';
import type { PolicyInForce } from '../../shared/usecases/publish-policy.ts';
import type { TemplateInForce } from '../../shared/usecases/publish-template.ts';

const iso = (at: number): string => new Date(at).toISOString();

type Changes = PolicyStateBody['changes'];

export function policyView({ version, policy, changes, issues, published }: PolicyInForce): PolicyStateBody {
  return { version, ...publishedView(published), policy, changes: changes as Changes, issues };
}

export function publishedView(document: PublishedDocument | undefined) {
  return {
    published_at: document ? iso(document.at) : null,
    published_by: document?.by ?? null,
    reason: document?.reason ?? null,
  };
}

export function versionView({ version, at, by, reason, restores }: PublishedDocument) {
  return { version, at: iso(at), by, reason: reason ?? null, restores: restores ?? null };
}

export function policyVersionView(document: PublishedDocument): PolicyVersion {
  return { ...versionView(document), changes: document.body as Changes };
}

export function templateVersionView(document: PublishedDocument): TemplateVersion {
  return { ...versionView(document), texts: textsIn(document.body) };
}

export function templateItem({ key, version, own, published }: TemplateInForce): TemplateItem {
  const said = (language: Language) => ({
    text: textFor(key, own, language),
    shipped: own[language] === undefined,
  });
  return {
    scenario: key,
    version,
    ...publishedView(published),
    published: Object.keys(own).length > 0,
    languages: { ru: said('ru'), en: said('en') },
    parameters: parametersFor(occasionOf(key)),
  };
}

export function templateView(template: TemplateInForce): TemplateBody {
  const parameters = parametersFor(occasionOf(template.key)).map(parameterView);
  return { ...templateItem(template), shipped: SHIPPED_TEXTS[template.key], parameters };
}

function parameterView(name: ParameterName): ParameterItem {
  const { from, missing = null, sample } = parameter(name);
  return { name, from, may_be_missing: from !== 'desk', missing, sample };
}

export function dryRunView({ items, next, ...counts }: DryRunResult): PolicyDryRunBody {
  return { ...counts, items: items.map(changedTurnView), next: cursorOf(next) };
}

function changedTurnView({ decided_at, ...item }: DryRunItem): ChangedTurn {
  return { ...item, decided_at: iso(decided_at) };
}

export function reminderView(planned: PlannedReminder): ReminderItem {
  const { conversation_id, partner, client_id, number, due_at } = planned;
  return {
    id: reminderId(planned),
    conversation_id,
    partner,
    client_id,
    number,
    due_at: iso(due_at),
    state: 'planned',
  };
}
