import { plain } from './plain-words.ts';

/** Languages that the desk answers in. */
export type Language = 'ru' | 'en';

/** Links, addresses and handles say nothing about the language around them. */
const ADDRESS = /(?:[a-z][a-z0-9+.-]{0,20}:\/\/|www\.|t\.me\/)\S+|[\w.+-]{1,64}@[\w.-]{1,64}|@\w+/gi;
/** Words of one text that are looked at. */
const WORDS = 500;
const WORD = /\p{L}[\p{L}\p{M}']*/gu;

const ENGLISH = new Set(
  `the an is are am was were be been does did don't doesn't didn't can can't cannot could would will won't have has had
  my your our his her their it it's he she we you they me us him them this that these those there what when where why who how which
  and or but if so not no yes for with from of to on at in by about please thanks thank hello hi hey good morning evening afternoon
  lesson lessons class teacher tutor coach son daughter child kid help need want cancel reschedule today tomorrow monday tuesday
  wednesday thursday friday saturday sunday link still just get got send sorry i'm i've i'd let's bye goodbye refund price how's
  works work working problem camera sound video password login trial free week month next another after before been sick ill thx thnx pls plz cheers hiii yo lol bro btw`.split(
    /\s+/,
  ),
);
const TRANSLIT = new Set(
  `ne net da chto chego kak kogda gde kto pochemu zachem mozhno mojno nuzhno nujno nado hochu xochu privet zdravstvuyte zdravstvujte
  zdrastvuyte zdravstvuite dobryj dobryi dobriy dobry den vecher utro spasibo pozhaluysta pozhalujsta pojaluista pozhaluista pozalusta
  urok uroka uroke uroki urokov zanyatie zanyatiya zanatie trener trenera prepodavatel prepodavatelya uchitel uchitelya rebenok rebenka
  syn syna doch dochka dochki my nas nam vas vam mne menya u na za po segodnya segodnia zavtra vchera ponedelnik vtornik sreda sredu
  chetverg pyatnica pyatnicu subbota subbotu voskresenie skolko stoit ssylka ssylku ssilka ssilku perenesti otmenit otmenite otmena
  zabolel zabolela budem budet rabotaet otkryvaetsya zahodit zvuk zvuka kamera oplata oplatit dengi vernite vernut zhdem zhdu jdem
  uzhe uje eshe esche ochen tolko snova opyat esli ili eto etot nasha nash vash poka dosvidaniya kto-to pomogite podskazhite skazhite
  prishel prishla bonus otzyv podruga podrugi prodlit mesyac mesyaca chasov vremya raspisanie operatora svyazi zdarova zdorovo salam poka`.split(
    /\s+/,
  ),
);
/** Endings and clusters of Russian words in Latin letters. */
const TRANSLIT_SHAPE =
  /(?:etsya|itsya|tsya|aetsa|uyte|ujte|ayte|ogo|ego|aem|yaem|yat|yut|shch|sch[aeiou]|zh[aeiouyd]|iya|iyu|ami|akh|enie|anie|ost|vat|nyy|nij|skiy|aya|oy|[bvgdzklmnprstfhc]ya|[klnvt]ali|[lnt]ili)$|^(?:zh|shch|vs|vz|pri|pere|pod)[a-z]{3,}/;

/** Latin letters for which there are few vowels are Russian typed with the wrong layout: "jnvtybnt ehjr". */
const VOWELS_OF_A_LANGUAGE = 0.25;
const FEWEST_LETTERS = 5;

/** Replies that are the same in any language. */
const NEUTRAL = /^(?:ok|okay|ок|окей|оке|лол|lol|wow|hm+|хм+|м+|a+|а+|o+|о+|[ах]{3,}|[ah]{2,})$/;

/**
 * The language of a text, by its letters: a few Latin words (a brand, a name, a link) do not make a Russian sentence
 * English, and Russian in Latin letters is Russian. The fallback if the text tells nothing, as "ok", digits or emoji do.
 */
export function languageOf(text: string, fallback: Language): Language {
  const words = plain(text.replace(ADDRESS, ' '))
    .matchAll(WORD)
    .take(WORDS)
    .map(([word]) => word)
    .filter((word) => !NEUTRAL.test(word))
    .toArray();
  const cyrillic = words.filter((word) => /\p{Script=Cyrillic}/u.test(word)).length;
  const latin = words.filter((word) => /[a-z]/.test(word));
  if (cyrillic > 0) return cyrillic * 4 >= latin.length ? 'ru' : 'en';
  return latin.length > 0 ? ofLatin(latin, fallback) : fallback;
}

function ofLatin(words: readonly string[], fallback: Language): Language {
  const english = words.filter((word) => ENGLISH.has(word)).length;
  const russian = words.filter((word) => TRANSLIT.has(word)).length;
  const russianShaped = words.filter((word) => !ENGLISH.has(word) && TRANSLIT_SHAPE.test(word)).length;
  if (english === 0 && (russianShaped > 1 || isWrongLayout(words.join('')))) return 'ru';
  if (russian > english || (russian > 0 && russian === english && russianShaped > 0)) return 'ru';
  if (english > 0) return 'en';
  // A lone word may be a name or a brand.
  return words.length > 1 && russianShaped < words.length / 2 ? 'en' : fallback;
}

function isWrongLayout(letters: string): boolean {
  const vowels = letters.replace(/[^aeiou]/g, '').length;
  return letters.length >= FEWEST_LETTERS && vowels / letters.length < VOWELS_OF_A_LANGUAGE;
}

/** The language for a locale (BCP 47, or with an underscore): that of the region's customers; undefined if unknown. */
export function languageOfLocale(locale: string | undefined): Language | undefined {
  const primary = locale?.trim().toLowerCase().split(/[-_]/)[0];
  if (primary === 'ru' || primary === 'kk' || primary === 'be' || primary === 'uk') return 'ru';
  return primary === 'en' ? 'en' : undefined;
}
