import { bare, clausesOf, phrase, START, sentencesOf, wordsPattern } from './plain-words.ts';

/** People of the desk as they are written and miswritten, without their endings; teachers are none. */
const STEM = `(?:[оа]п{1,2}[еи]р[ао]т[оа]р|м[еиа]н[еэаи]?д?ж[еэи]р|консульт[ао]нт|к[ао]нсультант|сп[еи]ц[ыи]?[ао]?лист|админ(?:истратор)?|кур[ао]тор|сотрудник|руководител|р[ао]ботник|супервайзер|директор)`;
const HUMAN = `(?:ч[еи]л[оа]в[еэи]к|ч[еи]л[оа]вечк)`;
/** Whom one asks for: "оператора", "с оператором", "к операторам", "человек". */
const WHOM = `(?:${STEM}(?:[аоыия]|ь|ем|ом|ов|ей|ами|ям[и]?|у|ю|ами)?|${HUMAN}(?:а|ом|у|и)?|людьми|людей|(?:тех ?|тех-)?(?:поддержк(?:у|ой|а|и)|саппорт(?:а|ом)?)|служб(?:у|ой) поддержки|техподдержк(?:у|ой|и)|руководств(?:о|ом)|начальств(?:о|ом)|(?:human |live |real )?(?:human|agent|operator|person|manager|support))`;
const DATIVE = `(?:${STEM}[уюа]м?|${HUMAN}у|людям|поддержке|техподдержке|руководству)`;
const WHICH = `(?:(?:жив(?:ого|ым|ой|ому|ых|ыми)|реальн(?:ого|ым|ый|ому|ых|ыми)|нормальн(?:ого|ым|ый|ому)|настоящ(?:его|им|ий|ему)|любого|любым|кого-нибудь|кого нибудь|кого-то|какого-нибудь|вашего|вашим|ваш|вашей|нашего|нашим|наш|своим|другого|другим|старшего|старшим|главного|дежурного|свободного|нужного|хоть|именно|из|уже|наконец) ){0,3}`;
const FILLER = `(?:(?:я|мне|нам|меня|нас|уже|наконец|наконец-то|срочно|скорее|быстро|быстрее|сюда|тут|ка|бы|ли|только|лучше|просто|лично|сразу|сейчас|напрямую|все-таки|все таки|же|с|со|на|кому|вы|ну|мной|мною|нами|помощь|пообщаться|поговорить|связаться|в чат|к чату|к диалогу|чат|по телефону|голосом) ){0,4}`;
const CALL = `(?:по)?зов(?:и|ите|ете)|приглас(?:и|ите)|подключ[аи]?(?:й|йте|и|ите)|с[оа][еи]д[еи]н(?:и|ите)|св[яе]ж(?:и|ите)|переключ[аи]?(?:й|йте|и|ите)|перевед(?:и|ите)|перекин(?:ь|ьте)|да(?:й|йте)|вызов(?:и|ите)|верн(?:и|ите)|давай(?:те)?|найд(?:и|ите)|пусти(?:те)?|выдел(?:и|ите)|пришлит[е]|предостав(?:ь|ьте)`;
const CALL_INFINITIVE =
  '(?:подключить|соединить|связать|переключить|перевести|позвать|пригласить|вызвать|дать|подозвать)';
const TALK =
  '(?:поговорить|говорить|разговаривать|пообщаться|пообщатся|общаться|общатся|связаться|связатся|переговорить|побеседовать|обсудить|решать|решить|переписываться|списаться|созвониться|попасть|выйти)';
const WANT = `(?:хочу|хотим|хочется|хотел(?:а|и|ось)? бы|хотел(?:а|ось)?|можно|можно ли|можете|могу|могли бы|не могли бы|мог бы|надо|нужно|необходимо|прошу|просьба|желаю|лучше|буду|требую|предпочитаю|реально|дайте|давайте|дай|как|возможность|помогите|готова|готов|пора)`;
const WITH = `(?:(?:только |лично |лучше |сразу |по телефону |голосом |напрямую |сейчас |здесь |тут |об этом |все-таки )?(?:с|со|к|на|до) )`;

const ASKING: readonly RegExp[] = [
  // "позовите оператора", "соедините меня с менеджером", "переключите на специалиста"
  phrase(`(?<!${START}(?:не|вы|мы|я) )(?:${CALL}) ${FILLER}${WHICH}${WHOM}`),
  phrase(`(?<!${START}не )(?:${CALL}) ${FILLER}(?:к )${WHICH}${DATIVE}`),
  phrase(`${WANT} ${FILLER}${CALL_INFINITIVE} ${FILLER}(?:к )?${WHICH}${WHOM}`),
  // "хочу поговорить с живым человеком", "как связаться с менеджером"
  phrase(`${WANT} ${FILLER}${TALK} ${WITH}${WHICH}${WHOM}`),
  phrase(`${WANT} ${FILLER}${WITH}${WHICH}${WHOM} ${FILLER}${TALK}`),
  phrase(
    String.raw`(?:${WANT} ${FILLER})(?:${TALK} )?с кем(?:-| )?(?:нибудь|то|либо)(?: ${TALK}| жив\p{L}{2}| из (?:людей|операторов|менеджеров|сотрудников)| вживую)`,
  ),
  phrase(`(?:${WANT} ${FILLER})${TALK} с кем(?:-| )?(?:нибудь|то|либо)`),
  phrase(
    `(?:позов|соедин|подключ|переключ|вызов)(?:и|ите) (?:мне |меня |нас |уже |сюда |хоть ){0,2}(?:с |на )?к(?:ого|ем)(?:-| )(?:нибудь|то|либо)`,
  ),
  phrase(`(?:${WITH})${WHICH}${WHOM} (?:мне |нам )?(?:${WANT}) ${TALK}`),
  phrase(`(?:мне|нам) бы ${WITH}${WHICH}${WHOM}(?: ${TALK})?`),
  phrase(
    `^(?:а |меня |нас ){0,2}${CALL_INFINITIVE} ${FILLER}${WHICH}${WHOM} (?:можно|можете|могли бы|получится)`,
  ),
  phrase(`передай(?:те)? (?:меня|нас|чат|диалог|разговор|вопрос) (?:к )?${WHICH}${DATIVE}`),
  phrase('^(?:кто-нибудь|кто нибудь|хоть кто-нибудь|хоть кто-то) жив(?:ой|ые)$'),
  // "нужен оператор", "хочу человека", "можно оператора", "оператора пригласите"
  phrase(
    `(?<!${START}(?:вам|не|какой) )(?:нужен|нужна|требуется|нужно|необходим)(?! ли) ${FILLER}(?:помощь )?${WHICH}${WHOM}(?! (?:по|для|в группу|в пару))`,
  ),
  phrase(
    `^(?:а |и |но |нет |мне |нам |срочно )*${WHICH}(?:жив(?:ой|ого) )?(?:${STEM}а?|${HUMAN}а?) (?:мне |нам |срочно )?(?:нужен|нужно|надо|требуется|хочу|можно|дайте|дай|давай|давайте|позовите|подключите|пригласите|вызовите|верните|сюда)(?! (?:был|чтобы|для|по))`,
  ),
  phrase(
    String.raw`^(?:с |со |на |к )${WHICH}${WHOM} (?:меня |нас |мне )?(?:соедин|связ|свяж|переключ|перевед|подключ|хочу|можно|дайте|поговор)\p{L}*`,
  ),
  phrase(
    String.raw`(?:хочу|хотим|можно|требую|прошу|надо|хотел(?:а|и)? бы|хочется) ${FILLER}(?:к )?(?:жив(?:ого|ой|ым) |реальн\p{L}{2,3} |нормальн\p{L}{2,3} |настоящ\p{L}{2,3} )?(?:${STEM}(?:а|ом)|${HUMAN}(?:а|ом)|к (?:${STEM}у|${HUMAN}у))(?! (?:в группу|на урок|для))`,
  ),
  // "пусть мне перезвонит менеджер", "чтобы ответил живой человек"
  phrase(
    String.raw`(?:пусть|пускай|чтоб|чтобы|может) ${FILLER}(?:(?:кто-нибудь|кто-то|кто нибудь|хоть кто-то) )?(?:пере|по)?(?:звонит|звонил|ответит|ответил|напишет|написал|свяжется|связался|наберет|набрал|подключится|подключился|поможет|помог) ${FILLER}(?:жив\p{L}{2} |реальн\p{L}{2} |ваш |кто-нибудь из )?(?:${STEM}(?:ь|ов|ей)?|${HUMAN}|кто-нибудь жив\p{L}{2})`,
  ),
  phrase(
    String.raw`(?:пусть|пускай|чтоб|чтобы|может) ${FILLER}(?:жив\p{L}{2} |реальн\p{L}{2} |ваш |нормальн\p{L}{2} )?(?:${STEM}ь?|${HUMAN}|кто-нибудь жив\p{L}{2}) ${FILLER}(?:пере|по)?(?:звонит|звонил|ответит|ответил|напишет|написал|свяжется|связался|наберет|набрал|подключится|подключился|поможет|помог)`,
  ),
  // "не хочу говорить с ботом", "нужен не бот", "без ботов"
  phrase(
    String.raw`не (?:хочу|буду|хотим|могу|желаю|собираюсь|нужно|надо) ${FILLER}${TALK} с (?:вашим |тупым |этим |каким-то )?(?:бот\p{L}{0,3}|робот\p{L}{0,3}|машин\p{L}{1,3}|автоответчик\p{L}{0,3}|ии|нейросет\p{L}{1,4}|программой)`,
  ),
  phrase(
    String.raw`не (?:хочу|буду|хотим|желаю) ${FILLER}с (?:бот|робот)\p{L}{0,3} ${TALK}|с (?:бот|робот)\p{L}{1,3} ${TALK} не (?:хочу|буду|хотим|желаю)`,
  ),
  phrase(
    String.raw`(?:нужен|нужно|хочу|хочется|надо|дайте) (?:не (?:с )?(?:бот|робот)\p{L}{0,3}|${WHICH}${HUMAN}а?)`,
  ),
  phrase(
    String.raw`(?:можно|давайте|хочу|пожалуйста|ответьте) (?:без (?:бот|робот)\p{L}{0,3}|не (?:с )?(?:бот|робот)\p{L}{1,3})`,
  ),
  phrase(`(?:уберите|отключите|выключите) (?:этого |вашего |своего )?(?:бот|робот)а`),
  phrase(
    `(?:не могу|не получается|как) (?:дозвониться|достучаться|докричаться|связаться) (?:до|с) ${WHICH}${WHOM}`,
  ),
  phrase(`ответ(?:ь|ьте|ит) (?:кто-нибудь |хоть кто-то |мне )?(?:жив(?:ой|ые|ым)|${HUMAN})`),
  // Latin letters
  phrase(
    `(?:pozovi(?:te)?|soedini(?:te)?|nuzhen|nujen|dayte|daite|perekluchite|pereklyuchite|mozhno|mojno|hochu|xochu)(?: mne| menya| pogovorit| s| so| na| zhivogo| zhivym| zhivoy){0,3} (?:operator|menedzher|menejer|chelovek|specialist)(?:a|u|om|y)?`,
  ),
];

const PERSON = `(?:human(?: being)?|person|people|agent|operator|manager|representative|rep|consultant|specialist|supervisor|customer (?:service|support|care)(?: agent| team)?|support(?: agent| team| person| staff)?|staff(?: member)?|someone|somebody|admin|administrator)`;
const ONE = `(?:(?:an?|the|your|some|any|my) )?(?:(?:real|live|actual|living|human) ){0,2}`;
const SURE_PERSON = `(?:(?:an?|the|your|some) )?(?:(?:real|live|actual|living|human) ){0,2}(?:human(?: being)?|agent|operator|manager|representative|(?<=(?:real|live|actual) )person|(?<=human )support|supervisor)`;
const MAY = `(?:can|could|may) (?:i|we)|(?:i|we)(?: would|'d|'ll)?(?: really| just| rather)? (?:want|need|like|prefer|have|wish|demand)(?: to)?|let me|let us|i'd rather|want to|need to|like to|how (?:can|do) i|is there a way to|possible to|please`;
const ASKING_IN_ENGLISH: readonly RegExp[] = [
  phrase(
    `(?:${MAY}) (?:please |just |maybe |directly ){0,2}(?:talk|speak|chat|connect|get through|be connected|be transferred|get connected) (?:directly )?(?:to|with) ${ONE}${PERSON}(?! (?:of mine|else's))`,
  ),
  phrase(
    `^(?:please |just |hi |hello |and |ok |no ){0,2}(?:(?:talk|speak|chat) (?:to|with)|(?:connect|transfer|switch|put|pass|hand)(?: me| us)?(?: over| through)? (?:to|with)|get me|give me|call|bring) ${ONE}(?:human(?: being)?|person|agent|operator|manager|representative|rep|specialist|supervisor|support|customer (?:service|support)|someone real|somebody real)`,
  ),
  phrase(
    `(?:can|could|would|will) you (?:please )?(?:connect|transfer|switch|put|pass|hand|get)(?: me| us)?(?: over| through)? (?:to |with )?${ONE}${PERSON}`,
  ),
  phrase(`(?:i|we)(?: really| just)? (?:want|need|demand|would like|prefer) ${SURE_PERSON}`),
  phrase(`(?:i'd|i would) like ${SURE_PERSON}`),
  phrase(
    `(?:have|ask|get|let) ${ONE}${PERSON} (?:to )?(?:call|contact|ring|phone|message|reply to|text|write to) (?:me|us)(?: back)?`,
  ),
  phrase(
    `(?:can|could|would) (?:${ONE}${PERSON}) (?:please )?(?:call|contact|ring|phone|get back to|reply to) (?:me|us)`,
  ),
  phrase(
    `(?:don't|do not|dont|not|won't) (?:want to |wanna |like to |going to )?(?:talk|talking|speak|speaking|chat|chatting) (?:to|with) (?:an? |the |this |your )?(?:bot|robot|machine|chatbot|ai|computer)`,
  ),
  phrase(`(?:not|no) (?:an? |the |this )?(?:more )?bots?(?: please)?$`),
  phrase(
    `is there (?:an? )?(?:real |live |actual )?(?:human|person|agent|operator|anyone|anybody|someone)(?: real| human)? (?:(?:that |who )?(?:i|we) (?:can|could)|to) (?:talk|speak|chat)`,
  ),
];

/** The whole of a sentence. A greeting before it makes it an address: "здравствуйте, оператор". */
const BARE = wordsPattern(
  `^(?:(?:а|да|нет|ну|алло|срочно|тогда|просто|only|no|a|an|the|just|live|real|actual|living|human|жив(?:ой|ого)|реальн(?:ый|ого)|настоящ(?:ий|его)|нормальн(?:ый|ого)|на|с|к) ){0,3}(?:${STEM}(?:а|ом|у)?|(?:жив(?:ой|ого)|реальн(?:ый|ого)|нормальн(?:ый|ого)|настоящ(?:ий|его)) ${HUMAN}а?|${HUMAN}(?:а|ом)?|жив(?:ой|ого) ${STEM}а?|live chat|human|agent|(?:live|human|real) (?:agent|person|operator|support|human)|operator|operatora|representative)(?: (?:срочно|сюда|now|в чат|мне|нам))?$`,
);

/**
 * Does the customer ask for a human of the desk? Not whether there is one ("вы бот?", "есть кто живой?"), not for a
 * teacher, and not by telling what an operator did.
 */
export function asksForHuman(text: string): boolean {
  if (sentencesOf(text).some((sentence) => bare(sentence).some((words) => isBare(sentence, words))))
    return true;
  return clausesOf(text).some((clause) => asks(clause));
}

function asks(clause: string): boolean {
  return ASKING.some((one) => one.test(clause)) || ASKING_IN_ENGLISH.some((one) => one.test(clause));
}

/** "Оператор, вы тут?" calls somebody, "оператор!" calls for somebody. */
function isBare(sentence: string, words: string): boolean {
  return !/[,:]\s*\p{L}/u.test(sentence) && BARE.test(words);
}
