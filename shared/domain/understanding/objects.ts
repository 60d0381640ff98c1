import { clausesOf, phrase } from './plain-words.ts';

const THING = String.raw`(?:кноп\p{L}{1,4}|вкладк\p{L}{1,3}|пункт\p{L}{0,2}|раздел\p{L}{0,2}|функци\p{L}{1,2}|опци\p{L}{1,2}|меню|иконк\p{L}{1,2}|значк\p{L}{1,2}|галочк\p{L}{1,2}|настро\p{L}{2,5}|кабинет\p{L}{0,2}|возможност\p{L}{1,2}|точ(?:ек|ки)|строчк\p{L}{1,2}|пол[яе]|надпис\p{L}{1,2})`;
const THERE = `(?:(?:там|тут|здесь|у|меня|нас|вообще|совсем|просто|такой|такого|такая|такое|этой|этого|никакой|никакого|никаких|таких|этих|нигде|даже|самой|вашей|в|кабинете|лк|приложении|телефоне|экране|расписании|уже) ){0,4}`;
/** What one cannot do at a screen; "не могу прийти" is another matter. */
const DOING =
  '(?:отмен|перен[ео]с|найти|отыскать|зайти|войти|нажать|открыть|увидеть|сделать|поменять|измен|включ|выключ|отключ|удал|добав|скача|установ|загруз|отправить|оплат|выбрать|сохран|обнов|разобра|понять|попасть|отредактир|переключ|настро|подключиться по|авториз|зарегистр|сбросить|восстанов|посмотреть|прикреп|выполн|воспольз)';

const OBJECTIONS: readonly RegExp[] = [
  phrase(
    String.raw`не (?:получается|получилось|получаеться|получаетса|выходит(?! на| в)|вышло(?! на)|удается|удалось|срабатывает|сработал[аио]?|помогл?[аио]?|помогает|помогают|работает|работают|работал\p{L}?|нажимается|нажимаются|жмется|кликается|открывается|открываеться|открывают?ся|грузится|загружается|сохраняется|отменяется|отменяет|переносится|отображается|появляется|появил\p{L}{2,3}|находит|находится|пускает|дает|даёт|позволяет|реагирует|активна|активная|видно|видна|вижу|нахожу|наш(?:ла|ел|ли)|нашлось|нашлась|могу найти)`,
  ),
  phrase(
    String.raw`не мог(?:у|ла|ем|ли)? (?:никак |сам |сама |это |этого |там |тут |ничего |ее |его |так |урок |занятие ){0,3}${DOING}\p{L}*`,
  ),
  phrase(
    String.raw`(?:${DOING}\p{L}*) (?:урок |занятие |его |это |сам |сама |сами |никак ){0,3}не (?:могу|можем|могли|могла|мог|дает|получается|получилось|выходит|удается)`,
  ),
  phrase('^(?:я |никак |нет |но ){0,2}не (?:могу|умею|понимаю|получается)(?: сама?| никак| так)?$'),
  phrase(
    String.raw`${THING} ${THERE}(?:\p{L}{2,15} )?(?:нет|нету|не было|отсутству\p{L}+|пропал\p{L}*|исчезл\p{L}*|сер(?:ая|ого|ые|ый)|неактивн\p{L}+)`,
  ),
  phrase(`(?:нет|нету|не вижу|отсутствует|не показывает) ${THERE}${THING}`),
  phrase(
    String.raw`(?:там|у меня|тут|здесь|в кабинете|в приложении) (?:\p{L}{1,15} ){0,2}(?:нет|нету|пусто|ничего нет)(?! (?:времени|денег|вопрос\p{L}*|урок\p{L}*|занят\p{L}*))(?: (?:такого|этого|ничего|ее|его|такой))?$`,
  ),
  phrase(
    `(?:такого|такой|этого|ничего такого|ничего подобного) (?:у меня |там |тут |здесь )?(?:нет|нету|не вижу)|нет (?:там |у меня |тут )?(?:такого|такой|ничего)`,
  ),
  phrase(
    `ничего (?:из этого )?не (?:происходит|меняется|изменилось|поменялось|помогает|помогло|нажимается|открывается|появляется|появилось|дает|дало|видно|вышло|получается|работает)`,
  ),
  phrase(
    String.raw`(?:все )?(?:равно|также|так же|по-прежнему|по прежнему) не \p{L}{2,15}|то же самое|тоже самое|та же ошибка|^(?:все |у меня )?без изменений$|^(?:это )?(?:бесполезно|безрезультатно|без толку|никак|ноль эффекта)$|не прокатило|никак не \p{L}{3,15}`,
  ),
  phrase(
    String.raw`(?:выда\p{L}{2,4}|пишет|выскакивает|вылезает|показывает)(?: мне)? (?:что )?(?:снова |опять |какую-то )?ошибк\p{L}{1,2}`,
  ),
  phrase(
    String.raw`уже (?:все |это |всё это |все это |так |тоже |сто раз |раз \p{L}{2,8} |три раза |дважды |по-всякому ){0,3}(?:пробовал|попробовал|пытал|делал|сделал|перезагружал|перезагрузил|нажимал|нажал|отключал|проверил|проверял|обновил|обновлял|переустан\p{L}{2,5}|чистил|почистил|искал|смотрел|посмотрел|перезаходил|перезашл|перезашел|заходил|читал|прочитал|перепробовал|выключал|включал)(?:а|и|ась|ся|ись)?`,
  ),
  phrase(
    String.raw`(?:пробовал|попробовал|перепробовал|пытал|сделал|делал|нажал|нажимал|перезагрузил|переустановил|обновил|проверил)(?:а|и|ась|ся|ись)? ?(?:\p{L}{1,15} ){0,4}(?:не (?:помог|работ|получ|выш|отмен|откр|наш|появ|дал)\p{L}*|без толку|бесполезно|то же самое|тоже самое|ошибк\p{L}+|ничего)`,
  ),
  phrase(
    String.raw`(?:^|я )(?:все |так |это )?(?:так и (?:делал|сделал|пробовал)\p{L}{0,3}|(?:пробовал|пробовала|попробовала|попробовал|пробовали|пыталась|пытался) (?:уже|так|это|все))`,
  ),
  phrase(
    String.raw`не хо(?:чу|тим) (?:\p{L}{1,15} ){0,3}(?:сам|сама|сами|самостоятельно)|(?:сам|сама|сами|самостоятельно) (?:\p{L}{1,15} ){0,2}не (?:хочу|буду|могу|умею|справ\p{L}+|разбер\p{L}+|получ\p{L}+)|не (?:буду|могу|умею|справ\p{L}+) (?:\p{L}{1,15} ){0,2}(?:сам|сама|сами)`,
  ),
  phrase(
    String.raw`(?:сделайте|отмените|перенесите|поменяйте|давайте) (?:\p{L}{1,15} ){0,2}(?:сами|за меня|вы сами)`,
  ),
  phrase(
    String.raw`(?:вы меня|вы|меня) не (?:поняли|понимаете|понял[аи]?)|не (?:поняли|понимаете|понял) (?:меня|вопрос\p{L}?)|(?:я )?не (?:об этом|про это|о том|про то|это) (?:я )?(?:спрашива|прос|говор|писал|имел)\p{L}*|не то что (?:я )?(?:просил|нужно|надо|спрашивал)\p{L}*|(?:это|вы) не то|это не так|это неправда|неправильно|неверно|не отвечаете на вопрос|это (?:мне )?не подходит|не на тот вопрос|не по теме`,
  ),
  phrase(
    '(?:у меня )?нет доступа|не разбираюсь|не понимаю как|непонятно(?: как| где| куда)?|не понятно(?: как| где| куда)?|не умею|не соображу|^(?:это |но )?(?:слишком |очень )?сложно$',
  ),
];

const TO_DO =
  '(?:cancel|find|see|open|log|sign|do|click|get|access|change|move|reschedule|press|tap|load|download|install|use|figure|locate|select|edit|save|connect|enter|delete|switch)';
const OBJECTIONS_IN_ENGLISH: readonly RegExp[] = [
  phrase(
    `(?:doesn't|does not|doesnt|didn't|did not|didnt|don't|do not|isn't|is not|wasn't|not|won't|wont|will not|never) (?:seem to |really |even |actually )?(?:work|working|help|helping|load|loading|open|opening|let|respond|responding|show|showing|appear|there|clickable|active|helpful)`,
  ),
  phrase(
    `(?:can't|cannot|cant|can not|could not|couldn't|couldnt|unable to|not able to|impossible to) (?:even |actually |still |seem to ){0,2}${TO_DO}`,
  ),
  phrase(
    String.raw`(?:there is|there's|there are|theres|i have|i've got|i see|it has) no (?:such )?(?:\p{L}{1,12} )?(?:button|option|link|menu|tab|section|setting|icon|field|page)s?|no such (?:\p{L}{1,12} )?(?:button|option|thing|menu|tab|page)?|there isn't (?:any|a|one|such)\p{L}*|(?:button|option|menu|link|icon|tab) (?:is|was|isn't|are) (?:missing|not there|gone|greyed out|grayed out|inactive|disabled|there)`,
  ),
  phrase(
    String.raw`(?:do not|don't|dont|can't|cannot) see (?:any|it|that|such|a|the|this|where)?(?: such)?(?: \p{L}{1,12})?|nowhere to be found`,
  ),
  phrase(
    `already (?:tried|did|done|restarted|reinstalled|checked|updated|cleared|clicked|looked|been there)|(?:i|we|i've|we've)(?: have)? (?:tried|did|done) (?:that|it|this|everything|all|already)`,
  ),
  phrase(`still (?:not|doesn't|don't|can't|cannot|nothing|the same|no|isn't|won't|broken|shows|says|stuck)`),
  phrase(
    'nothing (?:happens|happened|changes|changed|works|helps|helped|worked)|same (?:error|problem|thing|result|issue)|no luck|no use|useless|greyed out|grayed out|to no avail',
  ),
  phrase(
    String.raw`(?:don't|do not|dont) want to (?:do|cancel|fix|handle|figure)(?: \p{L}{1,12}){0,3} (?:myself|on my own|by myself)|(?:do|cancel|fix|handle) it (?:for me|yourself|yourselves)|you do it`,
  ),
  phrase(
    `(?:that's|thats|that is|this is|it's) not (?:what i|right|correct|true|my|the)|you (?:don't|do not|didn't) (?:understand|get)|you misunderstood|(?:that's|that is|you're|you are) wrong|(?:gives?|shows?|says?|get|getting) (?:me )?(?:an? )?error`,
  ),
];

/** A question for the way or a mere condition does not contradict, and a teacher who did not come is a new trouble. */
const NO_OBJECTION = phrase(
  String.raw`^(?:а |и )?(?:если|что делать если|как|подскажите как|скажите как|if|how).*|тренер\p{L}*|преподав\p{L}*|учител\p{L}*|педагог\p{L}*|никто|никого|teacher|coach|tutor|trainer|nobody`,
);

/**
 * Does a customer contradict the instruction that was just given ("не получается", "кнопки нет", "уже пробовала")? To be
 * asked only of a message that follows one: a first complaint uses the same words.
 */
export function objects(text: string): boolean {
  return clausesOf(text).some(
    (clause) =>
      !NO_OBJECTION.test(clause) &&
      (OBJECTIONS.some((one) => one.test(clause)) || OBJECTIONS_IN_ENGLISH.some((one) => one.test(clause))),
  );
}
