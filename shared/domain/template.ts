import { LIMITS } from './limits.ts';
import {
  isParameter,
  type Occasion,
  type Parameters,
  parameter,
  parametersFor,
  sampleParameters,
} from './parameters.ts';
import type { TemplateKey } from './texts.ts';
import type { Language } from './understanding/language.ts';

/**
 * A template is text with `{parameters}` and `[brackets]`. Where a parameter in a bracket is missing, what stands behind
 * the bracket's `|` is said, or nothing: `Здравствуйте[, {client_name}]!`, `[Вот ссылка: {lesson_link}|Ссылка появится позже.]`
 */
type Piece = string | { parameter: string };
interface Bracket {
  said: Piece[];
  otherwise: Piece[];
}
type Part = Piece | Bracket;

/** A text that cannot be read; the message says what is wrong with it. */
class TemplateError extends Error {}

/** Blanks, marks and control characters alone say nothing. */
export const VISIBLE = /[\p{L}\p{N}\p{P}\p{S}]/u;
const BRACKET = /\[([^[\]]*)\]/g;
const BRACED = /\{([^{}]*)\}/g;

function parse(text: string): Part[] {
  const parts: Part[] = [];
  let from = 0;
  for (const { 0: whole, 1: inner = '', index } of text.matchAll(BRACKET)) {
    parts.push(...pieces(text.slice(from, index)), bracket(inner));
    from = index + whole.length;
  }
  return [...parts, ...pieces(text.slice(from))];
}

function bracket(inner: string): Bracket {
  const [said = '', otherwise = '', ...more] = inner.split('|');
  if (more.length > 0) throw new TemplateError('a bracket may have one "|"');
  return { said: pieces(said), otherwise: pieces(otherwise) };
}

function pieces(text: string): Piece[] {
  const found: Piece[] = [];
  let from = 0;
  for (const { 0: whole, 1: name = '', index } of text.matchAll(BRACED)) {
    found.push(literal(text.slice(from, index)), { parameter: name.trim() });
    from = index + whole.length;
  }
  return [...found, literal(text.slice(from))].filter((piece) => piece !== '');
}

function literal(text: string): string {
  const [stray] = /[[\]{}]/.exec(text) ?? [];
  if (stray) throw new TemplateError(`a "${stray}" has no partner`);
  return text;
}

export function occasionOf(key: TemplateKey): Occasion {
  return key.startsWith('FOLLOW_UP_') ? 'follow_up' : 'reply';
}

/**
 * What keeps a text from being published: braces or brackets without a partner, a parameter that there is none of, one
 * that this occasion never knows, one that may be missing where nothing is said instead, or that nothing is left where
 * nothing is known of the client. Nothing: it can always be said.
 */
export function judgeTemplate(text: string, occasion: Occasion): string[] {
  if (!VISIBLE.test(text)) return ['must say something'];
  if ([...text].length > LIMITS.templateCharacters)
    return [`must be at most ${LIMITS.templateCharacters} characters`];
  try {
    const issues = parse(text).flatMap((part) => issuesOf(part, occasion));
    return issues.length > 0 ? [...new Set(issues)] : emptiness(text, occasion);
  } catch (error) {
    if (error instanceof TemplateError) return [error.message];
    throw error;
  }
}

function emptiness(text: string, occasion: Occasion): string[] {
  const unknown = parametersFor(occasion).filter((name) => parameter(name).from !== 'desk');
  const said = render(text, sampleParameters(occasion, 'ru', unknown), 'ru');
  return typeof said === 'string' ? [`where nothing is known of the client, ${said}`] : [];
}

function issuesOf(part: Part, occasion: Occasion): string[] {
  if (typeof part === 'string') return [];
  if ('parameter' in part) return unfillable(part.parameter, occasion, false);
  const named = part.said.filter((piece) => typeof piece !== 'string');
  if (named.length === 0) return ['brackets without a {parameter} change nothing; leave them out'];
  return [
    ...named.flatMap((piece) => unfillable(piece.parameter, occasion, true)),
    ...part.otherwise.flatMap((piece) => issuesOf(piece, occasion)),
  ];
}

function unfillable(name: string, occasion: Occasion, mayBeMissing: boolean): string[] {
  if (!isParameter(name)) return [`there is no parameter {${name}}`];
  const { from, missing } = parameter(name);
  if (from === 'message' && occasion === 'follow_up') return [`{${name}} is never known when this is said`];
  if (mayBeMissing || from === 'desk' || missing) return [];
  return [`{${name}} may be missing; put it in brackets: [… {${name}}|what is said without it]`];
}

export interface Rendered {
  text: string;
  /** Parameters that were missing. */
  missing: string[];
}

/**
 * The text with what is known. Never returns one with a placeholder left in it, or an empty one (invariant 6).
 * @returns a sentence that says why it cannot be said
 */
export function render(text: string, parameters: Parameters, language: Language): Rendered | string {
  const missing = new Set<string>();
  const value = (name: string): string | undefined => {
    const known = isParameter(name) ? parameters[name] : undefined;
    if (known === undefined) missing.add(name);
    return known;
  };
  const say = (piece: Piece): string => {
    if (typeof piece === 'string') return piece;
    const said = value(piece.parameter) ?? phraseFor(piece.parameter, language);
    if (said === undefined) throw new TemplateError(`{${piece.parameter}} is missing`);
    return said;
  };
  const sayPart = (part: Part): string => {
    if (typeof part === 'string' || 'parameter' in part) return say(part);
    const known = part.said.every(
      (piece) => typeof piece === 'string' || value(piece.parameter) !== undefined,
    );
    return (known ? part.said : part.otherwise).map(say).join('');
  };
  try {
    const said = parse(text).map(sayPart).join('').trim();
    return !VISIBLE.test(said) ? 'it says nothing' : { text: said, missing: [...missing] };
  } catch (error) {
    if (error instanceof TemplateError) return error.message;
    throw error;
  }
}

function phraseFor(name: string, language: Language): string | undefined {
  return isParameter(name) ? parameter(name).missing?.[language] : undefined;
}
