const VOWELS = /[аеиоуыэюя]/;
const GERUND = /(?:(?<=[ая])(?:вшись|вши|в)|(?:ившись|ывшись|ивши|ывши|ив|ыв))$/;
const REFLEXIVE = /(?:ся|сь)$/;
const ADJECTIVE = /(?:ими|ыми|его|ого|ему|ому|ее|ие|ые|ое|ей|ий|ый|ой|ем|им|ым|ом|их|ых|ую|юю|ая|яя|ою|ею)$/;
const PARTICIPLE = /(?:(?<=[ая])(?:ем|нн|вш|ющ|щ)|(?:ивш|ывш|ующ))$/;
const VERB =
  /(?:(?<=[ая])(?:ешь|нно|ете|йте|ла|на|ли|ем|ло|но|ет|ют|ны|ть|й|л|н)|(?:ейте|уйте|ила|ыла|ена|ите|или|ыли|ило|ыло|ено|ует|уют|ены|ить|ыть|ишь|ей|уй|ил|ыл|им|ым|ен|ят|ит|ыт|ую|ю))$/;
const NOUN =
  /(?:иями|ями|ами|ией|иям|ием|иях|ев|ов|ие|ье|еи|ии|ей|ой|ий|ям|ем|ам|ом|ах|ях|ию|ью|ия|ья|а|е|и|й|о|у|ы|ь|ю|я)$/;
const DERIVATIONAL = /ость?$/;
const SUPERLATIVE = /ейше?$/;

/**
 * Stem of a lower-case Russian word without ё, by the Snowball rules for Russian. Words in another script come back as they are.
 */
export function stemRussian(word: string): string {
  const first = word.search(VOWELS);
  if (first < 0 || word.length < 4) return word;
  const head = word.slice(0, first + 1);
  const region = word.slice(first + 1);
  const inflected = dropSuffixI(dropInflection(region));
  return head + tidy(dropDerivation(head, inflected));
}

function dropInflection(region: string): string {
  const withoutGerund = region.replace(GERUND, '');
  if (withoutGerund !== region) return withoutGerund;
  const plain = region.replace(REFLEXIVE, '');
  const withoutAdjective = plain.replace(ADJECTIVE, '');
  if (withoutAdjective !== plain) return withoutAdjective.replace(PARTICIPLE, '');
  const withoutVerb = plain.replace(VERB, '');
  return withoutVerb !== plain ? withoutVerb : plain.replace(NOUN, '');
}

function dropSuffixI(region: string): string {
  return region.endsWith('и') ? region.slice(0, -1) : region;
}

function dropDerivation(head: string, region: string): string {
  const match = DERIVATIONAL.exec(region);
  if (match === null) return region;
  return match.index >= secondRegion(head + region) - head.length ? region.slice(0, match.index) : region;
}

/** Where R2 begins: after the second consonant that follows a vowel. */
function secondRegion(word: string): number {
  const match = /^.*?[аеиоуыэюя][^аеиоуыэюя].*?[аеиоуыэюя][^аеиоуыэюя]/.exec(word);
  return match === null ? word.length : match[0].length;
}

function tidy(region: string): string {
  if (region.endsWith('нн')) return region.slice(0, -1);
  const plain = region.replace(SUPERLATIVE, '');
  if (plain.endsWith('нн')) return plain.slice(0, -1);
  return plain.endsWith('ь') ? plain.slice(0, -1) : plain;
}
