import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { LANGUAGES } from '../../shared/domain/documents.ts';
import type { Language } from '../../shared/domain/understanding/language.ts';

/** The language that `?lang` names, else the one of ours that the browser likes best, else the desk's own. */
export function languageAsked(
  { queryStringParameters, headers }: Pick<APIGatewayProxyEventV2, 'queryStringParameters' | 'headers'>,
  usual: Language,
): Language {
  const named = queryStringParameters?.['lang'];
  return LANGUAGES.find((one) => one === named) ?? likedBest(headers['accept-language'] ?? '') ?? usual;
}

/** `de, en-GB;q=0.8, ru;q=0.5` likes English best of ours; what is equally liked is in order of preference. */
function likedBest(header: string): Language | undefined {
  const liked = header.split(',').flatMap((part) => {
    const [range = '', ...parameters] = part.split(';').map((piece) => piece.trim().toLowerCase());
    const language = LANGUAGES.find((one) => range === one || range.startsWith(`${one}-`));
    const weight = weightIn(parameters);
    return language && weight > 0 ? [{ language, weight }] : [];
  });
  return liked.toSorted((one, other) => other.weight - one.weight)[0]?.language;
}

function weightIn(parameters: readonly string[]): number {
  const written = parameters.find((one) => one.startsWith('q='))?.slice('q='.length);
  const weight = written === undefined ? 1 : Number(written);
  return Number.isNaN(weight) ? 0 : weight;
}
