import { Fault, type FaultIssue } from '../domain/errors.ts';
import { isParameter, type ParameterName, sampleParameters } from '../domain/parameters.ts';
import { judgeTemplate, occasionOf, type Rendered, render } from '../domain/template.ts';
import type { TemplateKey } from '../domain/texts.ts';
import type { Language } from '../domain/understanding/language.ts';

export interface Preview {
  language: Language;
  text: string;
  /** Said in place of the samples. */
  parameters: Record<string, string>;
  /** Names of those that are to be missing. */
  without: readonly string[];
}

/** The text as a client would read it. @throws Fault request.invalid, with all that keeps it from being published */
export function previewTemplate(key: TemplateKey, preview: Preview): Rendered {
  const { language, text, parameters, without } = preview;
  const occasion = occasionOf(key);
  const issues = [
    ...judgeTemplate(text, occasion).map((message) => ({ path: 'text', message })),
    ...unknownIn(Object.keys(parameters), (name) => `parameters.${name}`),
    ...unknownIn(without, (_, at) => `without.${at}`),
  ];
  if (issues.length > 0) throw cannot(issues);
  const known = sampleParameters(occasion, language, without as ParameterName[]);
  const said = render(text, { ...known, ...parameters }, language);
  if (typeof said === 'string') throw cannot([{ path: 'text', message: said }]);
  return said;
}

function unknownIn(names: readonly string[], pathOf: (name: string, at: number) => string): FaultIssue[] {
  return names.flatMap((name, at) =>
    isParameter(name) ? [] : [{ path: pathOf(name, at), message: 'there is no parameter of this name' }],
  );
}

function cannot(issues: FaultIssue[]): Fault {
  return new Fault('request.invalid', 'this text cannot be said; see errors', { issues });
}
