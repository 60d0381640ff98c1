/** Given names of children at the school and their diminutives, as they are called. Not complete, and need not be. */
const BOYS = `
Александр Алексей Анатолий Андрей Антон Аркадий Арсений Арсен Артём Артур Архип Богдан Борис Вадим Валентин Валерий
Василий Виктор Виталий Влад Владимир Владислав Вячеслав Всеволод Гавриил Геннадий Георгий Герман Глеб Гордей Григорий
Давид Дамир Даниил Данил Данила Данияр Демид Демьян Денис Дмитрий Добрыня Евгений Егор Елисей Ерофей Ефим Захар Игнат
Игорь Илья Ильдар Ильяс Иван Иннокентий Камиль Карим Кирилл Клим Константин Корней Лев Леонид Лука Макар Макс Максим
Марат Марк Мартин Матвей Мирон Мирослав Михаил Назар Никита Никон Николай Олег Остап Павел Пётр Платон Прохор Радмир
Родион Роман Ростислав Рустам Руслан Савва Савелий Самир Святослав Семён Сергей Серафим Станислав Степан Тагир Тарас
Тимофей Тимур Тихон Фёдор Филипп Харитон Эдуард Эльдар Эмиль Эрик Юрий Ян Яков Ярослав Амир Азамат Айдар Алан Али
Роберт Ренат Рамиль Рамазан Тигран Ашот Алихан Арслан Аслан Бекзат Нурлан Санжар Ерлан
Алёша Антоша Боря Ваня Вадик Валера Вася Вова Витя Виталик Витёк Володя Вячик Гена Гоша Гриша Даня Данька Дима Димка
Дениска Егорка Захарка Илюша Костя Кирюша Коля Лёва Лёня Лёша Макарка Максик Матвейка Митя Мишка Миша Никитка Никитос
Павлик Паша Петя Рома Ромка Руся Саня Сёма Сева Сеня Серёжа Слава Славик Стас Стасик Стёпа Тёма Тима Тимоша Тимка Толя
Толик Федя Феденька Филя Эдик Юра Яша Ярик Ванечка Ванюша Мишаня Костик Сашка Гошка Петька Лёнька Артёмка Тёмка Лёва`;
const GIRLS = `
Агата Агния Аглая Аделина Аделия Аида Айгерим Айша Алевтина Александра Алеся Алина Алиса Алия Алла Алсу Альбина Амина
Амелия Анастасия Ангелина Анжелика Анна Антонина Анфиса Аня Ариадна Арина Асия Ася Аурика Аврора Богдана Валентина
Валерия Варвара Василиса Вера Вероника Виктория Виолетта Владислава Влада Галина Гульнара Дана Дарина Дария Дарья Диана
Дина Динара Доминика Ева Евангелина Евгения Екатерина Елена Елизавета Есения Жанна Зарина Злата Зоя Инга Инна Ирина
Камила Камилла Карина Каролина Кира Клавдия Кристина Ксения Лада Лариса Лейла Лена Лиана Лидия Лилия Лина Любовь Людмила
Мадина Майя Маргарита Марианна Марина Мария Марта Марьяна Марьям Мелания Мила Милана Милена Мира Мирослава Мия Надежда
Наталия Наталья Ника Нина Оксана Олеся Ольга Пелагея Полина Раиса Регина Рената Римма Роза Руслана Сабина Сафия Светлана
Серафима Снежана София Софья Стефания Таисия Тамара Татьяна Ульяна Фатима Эвелина Элина Элеонора Эльвира Эмилия Эмма
Юлиана Юлия Яна Ярослава Ясмина
Алёна Аделя Аленка Анечка Анютка Анюта Аришка Аля Варя Вика Викуля Галя Глаша Даша Дашка Дашуля Катя Катюша Катенька
Кристя Ксюша Ксюня Лера Лиза Лизонька Лиля Люба Люда Люся Маруся Маша Машенька Маня Мариша Милаша Надя Настя Настенька
Наташа Оля Поля Полинка Рита Света Соня Сонечка Софа Стася Стеша Тася Таня Танюша Тая Тоня Уля Ульянка Эля Юля Юлечка
Янка Яночка Арина Лизка Ленка`;
const BOTH = 'Саша Сашенька Женя Женечка Валя Шура Ася Слава';
const ENGLISH_BOYS = `
Adam Alex Alexander Andrew Anthony Arthur Ben Benjamin Charlie Daniel David Dan Dylan Eric Ethan Felix George Harry Henry
Ivan Jack Jacob James Jake John Joseph Josh Kevin Leo Leon Liam Lucas Luke Mark Martin Matthew Max Michael Mike Mia Nathan
Nick Nikita Noah Oliver Oscar Paul Peter Robert Ryan Sam Samuel Theo Thomas Tim Timothy Tom Victor William Misha Dima Kolya
Vanya Petya Artem Egor Ilya Kirill Maxim Timur Gleb Lev Matvey Danil Roman Semyon Fedor Grisha Kostya`;
const ENGLISH_GIRLS = `
Abigail Alice Amelia Amy Anna Anya Ava Bella Charlotte Chloe Clara Daisy Diana Ella Emily Emma Eva Eve Freya Grace Hannah
Isabella Jane Julia Kate Katie Laura Lily Lucy Maria Mary Maya Mia Mila Molly Nicole Nina Nora Olivia Polina Rosie Ruby
Sarah Sofia Sophia Sophie Stella Vera Victoria Zoe Masha Dasha Katya Sonya Varya Liza Arina Alina Alisa Ksenia Ksyusha
Nastya Sasha Zhenya Tanya Yana Kira Milana Ulyana Vika Olya`;

/**
 * Names whose forms are words as well ("нет света", "урок 8 марта", "тема урока"): they are names only where they begin
 * with a capital letter.
 */
const WORDS_TOO =
  'Вера Надежда Любовь Роман Лев Света Слава Марта Роза Поля Дана Мила Тёма Тёмка Мира Марк Лада Ника Рая Злата Мия Майя Валя Лина Дина Клим Макс Ян Али Алан Гена Ася Аля Уля Эля Тая Рома Даня Зоя Mark Will Max Eve Grace Daisy Ruby Lily Dan Sam Tim Nick Stella Mila Roman Lev';

export type Gender = 'm' | 'f';

function listed(names: string, gender: Gender): [string, Gender][] {
  return names
    .trim()
    .split(/\s+/)
    .map((name): [string, Gender] => [name, gender]);
}

export const GIVEN_NAMES: readonly (readonly [string, Gender])[] = [
  ...listed(BOYS, 'm'),
  ...listed(GIRLS, 'f'),
  ...listed(BOTH, 'm'),
  ...listed(BOTH, 'f'),
  ...listed(ENGLISH_BOYS, 'm'),
  ...listed(ENGLISH_GIRLS, 'f'),
];

export const AMBIGUOUS_NAMES: ReadonlySet<string> = new Set(WORDS_TOO.split(' '));
