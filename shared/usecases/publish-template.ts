import { LANGUAGES, type OwnTexts, templateDocument, textFor, textsIn } from '../domain/documents.ts';
import { Fault, type FaultIssue } from '../domain/errors.ts';
import { judgeTemplate, occasionOf } from '../domain/template.ts';
import { type DiffPart, diffTexts } from '../domain/text-diff.ts';
import { isTemplateKey, type TemplateKey } from '../domain/texts.ts';
import type { Language } from '../domain/understanding/language.ts';
import type { PublishedDocument } from '../ports.ts';
import {
  bodyOfVersion,
  type Publication,
  type Published,
  type Publisher,
  type PublishPorts,
  publishDocument,
} from './publish-document.ts';

const templateOf = (key: TemplateKey): Published => ({
  name: templateDocument(key),
  shipped: { texts: {} },
  changed: 'template.changed',
});

/** A template as it is in force. */
export interface TemplateInForce {
  key: TemplateKey;
  /** 0: the shipped one. */
  version: number;
  own: OwnTexts;
  published: PublishedDocument | undefined;
}

/** @throws Fault template.unknown */
export function knownTemplate(name: string): TemplateKey {
  if (isTemplateKey(name)) return name;
  throw new Fault('template.unknown', 'there is no template of this name; the list of templates names all');
}

export function templateInForce(key: TemplateKey, published: PublishedDocument | undefined): TemplateInForce {
  return { key, version: published?.version ?? 0, own: textsIn(published?.body), published };
}

export type TemplatePublication = Omit<Publication, 'body'> & {
  /** A language that is not named keeps what it has; null brings its shipped text back. */
  texts: Partial<Record<Language, string | null | undefined>>;
};

/**
 * Publishes texts in place of the shipped ones.
 * @throws Fault request.invalid (paths `texts.<language>`), template.changed
 */
export async function publishTemplate(
  ports: PublishPorts,
  key: TemplateKey,
  { texts, ...publication }: TemplatePublication,
): Promise<TemplateInForce> {
  const latest = await ports.documents.document(templateDocument(key));
  return publish(ports, key, latest, { ...publication, texts: changedTexts(textsIn(latest?.body), texts) });
}

/**
 * Publishes the texts of an older version as a new one; 0 brings the shipped texts back.
 * @throws Fault version.unknown, request.invalid if they may not be published any more, template.changed
 */
export async function rollBackTemplate(
  ports: PublishPorts,
  key: TemplateKey,
  { version, ...publisher }: Publisher & { version: number },
): Promise<TemplateInForce> {
  const texts = textsIn(await bodyOfVersion(ports, templateOf(key), version));
  const latest = await ports.documents.document(templateDocument(key));
  return publish(ports, key, latest, { ...publisher, texts, restores: version });
}

function changedTexts(own: OwnTexts, texts: TemplatePublication['texts']): OwnTexts {
  const next = LANGUAGES.map((language) => {
    const named = texts[language];
    return [language, named === undefined ? own[language] : (named ?? undefined)] as const;
  });
  return Object.fromEntries(next.filter(([, text]) => text !== undefined));
}

async function publish(
  ports: PublishPorts,
  key: TemplateKey,
  latest: PublishedDocument | undefined,
  { texts, ...publication }: Omit<Publication, 'body'> & { texts: OwnTexts },
): Promise<TemplateInForce> {
  demandSayable(key, texts);
  const asked = { ...publication, body: { texts } };
  const { document, published } = await publishDocument(ports, templateOf(key), latest, asked);
  const { version, restores } = document ?? {};
  if (published)
    ports.journal.info('template.published', {
      template: key,
      version,
      by: publication.by,
      ...(restores !== undefined && { restores }),
    });
  return templateInForce(key, document);
}

function demandSayable(key: TemplateKey, texts: OwnTexts): void {
  const issues = LANGUAGES.flatMap((language): FaultIssue[] => {
    const text = texts[language];
    const found = text === undefined ? [] : judgeTemplate(text, occasionOf(key));
    return found.map((message) => ({ path: `texts.${language}`, message }));
  });
  if (issues.length > 0)
    throw new Fault('request.invalid', 'these texts cannot be published; see errors', { issues });
}

/**
 * What turns one version of a template into another, in each language; 0 is the shipped one.
 * @throws Fault version.unknown
 */
export async function diffTemplate(
  ports: Pick<PublishPorts, 'documents'>,
  key: TemplateKey,
  { from, to }: { from: number; to: number },
): Promise<Record<Language, DiffPart[]>> {
  const [before, after] = await Promise.all(
    [from, to].map(async (version) => textsIn(await bodyOfVersion(ports, templateOf(key), version))),
  );
  const diff = (language: Language) =>
    diffTexts(textFor(key, before ?? {}, language), textFor(key, after ?? {}, language));
  return { ru: diff('ru'), en: diff('en') };
}
