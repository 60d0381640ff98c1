import { START, wordsPattern } from './plain-words.ts';

export const ABSENCE_REASONS = [
  'illness',
  'doctor',
  'family',
  'travel',
  'school',
  'event',
  'holiday',
  'technical',
] as const;
/** Why a lesson is missed. */
export type AbsenceReason = (typeof ABSENCE_REASONS)[number];

/** Beginnings of plain words. Of several reasons the one that stands first here is named. */
const STEMS: readonly (readonly [AbsenceReason, string])[] = [
  [
    'illness',
    String.raw`(?:за|при|пере|раз|про)?боле(?:л|в[аш]|ют|ющ|ем(?!\p{L})|ет|ть)|(?:за|при|раз)?болит|болеющ|больн(?:ой|ая|ы[ем]?|ичн)(?!\p{L}*ц)|болезн|простуд|просты|температур|темпиратур|темпа(?!\p{L})|ветр[яе]нк|орви(?!\p{L})|грипп?(?!\p{L}{0,3}ов)|ангин|отит|бронхит|пневмони|скарлатин|ковид|коронавирус|кашл|кашел|насморк|сопл|тошн|рвот|рвет|отрав|ротавирус|понос|живот болит|гипс|перелом|сломал\p{L}?|руку сломал|ногу сломал|сотряс|карантин|аллерги|мигрен|ап{1,2}ендицит|ларингит|тонзил|глотать|зуб(?!н)|живот(?:а|е|ик\p{L}{0,2})?(?!\p{L})|горло|флюс|захвор|загрипп|обострени|антибиотик|скрутило|врач велел|слег(?:ла?)?(?!\p{L})|сл[её]г|инфекци|лихорад|знобит|нездоров|плохо себя|плохое самочувстви|самочувстви|хвора|травм|коклюш|свинк|справк|скор(?:ая|ой|ую) |лечимся|боле[юе]т|стационар|в больниц|операци|удал\p{L}{1,4} (?:гланд|зуб)|sick|ill(?!\p{L})|unwell|fever|flu(?!\p{L})|cold(?!\p{L})|covid|chicken ?pox|tonsil|cough|vomit|throwing up|sore throat|injur|broke (?:his|her) |hospital|under the weather|stomach|zabole|boleet|temperatur|bolni`,
  ],
  [
    'doctor',
    String.raw`врач|доктор|поликлиник|стоматолог|зубн|дантист|ортодонт|окулист|педиатр|невролог|лор(?:а|у)?(?!\p{L})|прививк|обследовани|медосмотр|анализ(?:ы|ов)|мрт(?!\p{L})|узи(?!\p{L})|больниц|процедур|массаж|doctor|dentist|orthodontist|hospital|clinic|check-?up|vaccin|appointment`,
  ],
  [
    'family',
    String.raw`похорон|поминк|умер(?:ла?)?(?!\p{L})|скончал|горе(?!\p{L})|семейн|по семье|свадьб|роддом|родственник|юбиле|годовщин|крестин|funeral|passed away|died|wedding|family (?:reason|matter|emergency|circumstances)`,
  ],
  [
    'travel',
    String.raw`уезжа|уехал|уедем|уедет|улета|улетим|вылета|отпуск|путешеств|поездк|в дорог|в пути(?!\p{L})|поезд(?!к)|самолет|рейс|аэропорт|шереметьево|лагер|санатор|на мор[ея]|к морю|на дач|дачу|за город|к бабушке|в деревн|деревню|переезд|переезжа|командировк|в другом городе|за границ|заграниц|на каток|в гост[ия]|пробк|летим|едем|vacation|travel|trip(?!\p{L})|away(?!\p{L})|flight|airport|camp(?!\p{L})|out of town|abroad|flying`,
  ],
  [
    'school',
    String.raw`контрольн|экзамен|огэ(?!\p{L})|егэ(?!\p{L})|впр(?!\p{L})|олимпиад|утренник|выпускн|школьн|в школе|из школы|продленк|экскурси|линейк|родительск|классный час|дополнительн\p{L}{2} урок|exam|school (?:play|trip|event|exam|concert|party)|test(?!\p{L})|field trip|olympiad`,
  ],
  [
    'event',
    String.raw`соревновани|турнир|чемпионат|сборы|сборах|концерт|конкурс|выступа|выступлени|спектакл|день рожд|дне рожд|дня рожд|рожден|днюх|др(?!\p{L})|именин|тренировк|секци|матч|фестивал|театр|competition|tournament|concert|recital|birthday|match(?!\p{L})|performance|rehearsal`,
  ],
  [
    'holiday',
    String.raw`праздни|каникул|новый год|новогод|рождеств|пасх|наурыз|курбан|рамадан|выходн\p{L}{2} день|holiday|christmas|easter|new year|ramadan|eid(?!\p{L})|thanksgiving`,
  ],
  [
    'technical',
    String.raw`свет(?:а|у)? (?:нет|не|вырубил|отключил|выключил)|(?:нет|без|отключил\p{L}*|вырубил\p{L}*) свет|отключ\p{L}{2,4} (?:свет|электричеств|интернет|воду)|электричеств|интернет\p{L}{0,2} (?:у нас )?(?:нет|не|пропал|отвал|отключ|исчез)|(?:нет|без|пропал|отключили) интернет|вай-?фай|провайдер|(?:ноут\p{L}*|компьютер|планшет|комп) (?:слома|в ремонте|упал|не включ)|power cut|blackout|no internet|internet (?:is|went)|outage`,
  ],
];
const REASONS = STEMS.map(([reason, stems]) => ({
  reason,
  pattern: wordsPattern(`(?<!${START}(?:не|not|никто не|isn't|уже не) )${START}(?:${stems})`),
}));

/** The reason that a text (plain) gives, whether it speaks of an absence or not. */
export function absenceReasonIn(text: string): AbsenceReason | undefined {
  return REASONS.find(({ pattern }) => pattern.test(text))?.reason;
}
