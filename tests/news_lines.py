"""Ordinary correct lines of news in Ukrainian and English: what no rule of the desk may find fault with.

Written by hand, and made from patterns by filling each place with every few of its words, always the same.
:func:`articles` puts them into articles of twenty paragraphs, as a desk would type them.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator

__all__ = ["ENGLISH", "UKRAINIAN", "articles", "lines"]

UKRAINIAN = """
У Тихополі 24 листопада о 9:30 відкрили міст через Вільху.
«Ми чекали на це три роки», — сказала голова громади Ірина Коваленко.
— Коли поїде трамвай? — питають люди на зупинці.
— У грудні, — відповідає диспетчерка, — якщо не вдарить мороз.
— Не поїде, — махає рукою пан Степан. — Ні в грудні, ні в січні.
У 1990-х завод випускав 12 тис. деталей на місяць, у 2000-ні — удвічі менше.
Ціна зросла з 42,50 до 47,90 грн (на 12,7 %).
Т. зв. «тиха вулиця» — це вул. Млинова, а не просп. Миру.
О. М. Бондар, канд. іст. наук, написав про це ще 2019 р.
Матч завершився з рахунком 2:1, серія пенальті — 5:4.
«Вільха» — «Каменяр» — 3:0 (25:21, 25:19, 25:23).
За даними ВООЗ, на COVID-19 захворіло 1,2 млн осіб.
Він купив iPhone 15 і під'єднав його до Wi-Fi у кав'ярні.
Фото з iPhone'а надіслали в Telegram-канал редакції.
IT-фахівці розробили чат-бот на базі GPT-4, який знає розклад автобусів №7 і №12-А.
SMM-ниця міськради Оля Дзюба веде TikTok, YouTube та Instagram.
Рейс Boeing 737-800 затримали на 2 год 15 хв через туман.
Літаки Ан-225 «Мрія» і МіГ-29 показали на листівках.
Об'єднання співвласників (ОСББ «Затишок-2») отримало 350 000 грн.
П'ятеро учнів 11-Б класу здобули 200 балів на НМТ.
Температура вночі −3…−5 °C, вдень 0…+2 °C, вітер 5–10 м/с.
У відкритому листі йдеться: «Шановні депутати! Чому ви мовчите?»
Роман «Місто» В. Підмогильного вивчають у 10–11-х класах.
Премію отримала стрічка «Тіні забутих предків».
ТОВ «Видавництво «Ранок» надрукувало 5 тис. підручників.
Директор ДП «Санаторій «Зелений гай» пояснив, що воду вимкнули на добу.
«Він крикнув: „Стійте!“ — і побіг до мосту», — розповіла свідкиня.
Дім на розі (№ 5/7) зводили за проєктом арх. Й. Каракіса.
На з'їзд прибули 48 делегатів із 12-ти областей, зокрема з Києва, Львова й Одеси.
Середня зарплата — 21 340 гривень; мінімальна — 8 000.
Курс НБУ на 25.11.2026: USD — 44,12; EUR — 51,03; PLN — 12,04.
Пишіть на news@herald.example або телефонуйте: (044) 123-45-67.
Сторінка дівчини: @tykhopil.news, хештег #ТихопільЗавжди.
Читайте докладніше в [рішенні сесії міської ради](https://rada.example/rishennia/2026/15).
Повний список є на [сайті школи](https://school.example/) та в [Telegram-каналі](https://t.me/school_example).
Закон № 1234-IX набув чинності 1 січня 2025 року.
Людовик XIV не писав листів до Б. Хмельницького — це міф XIX ст.
«А що, як ні?..» — подумала вона.
Хто винен?! Питання без відповіді…
Площа парку — 3,4 га, довжина стежки — 1 200 м.
Пів'яблука, пів року, пів-Європи: як писати ці слова?
Він — з-поміж тих, хто коли-небудь, будь-що-будь, а доходив до кінця.
Дзвінки на лінію 102 надходили щохвилини: 15 — о 21:00, 40 — о 22:00.
Засідання перенесли з 15:00 на 16:30 (за київським часом).
На 5G-мережу й 4K-камери виділили 1 млн євро.
Вітамін C і вітамін D3 не лікують грип.
Формула води — H2O, вуглекислого газу — CO2.
Розмір екрана — 6,1", діагональ телевізора — 55".
Ліки «Парацетамол-Дарниця», 0,5 г, по 10 таблеток.
Дрон DJI Mavic 3T збили над с. Вільшанка.
«Шахед-136», Х-101 та «Іскандер-М» летіли з трьох боків.
Депутати підтримали проєкт (27 — «за», 3 — «проти», 2 утрималися).
На вулиці Джона Маккейна зупинили автівку Tesla Model Y.
О'Генрі, Д'Артаньян і Жанна д'Арк — герої міського карнавалу.
Гурт «ДахаБраха» зіграв у Carnegie Hall, а Kalush Orchestra — у Палаці спорту.
The Guardian пише, що переговори тривали до ночі.
За словами Reuters, сторони домовилися про обмін «усіх на всіх».
Ст. 185 ч. 4 ККУ передбачає від 5 до 8 років.
ПриватБанк і monobank попередили про збій.
Рецепт: 200 г борошна, 2 яйця, 1 ст. л. олії, ½ ч. л. солі.
Бал за тест — 9,5/10; середній — 7,8.
Координати: 50°27′ пн. ш., 30°31′ сх. д.
Поїзд № 749/750 Київ — Львів курсує щодня, крім 31.12.
Вона народилася в Кам'янці-Подільському, а мешкає в Івано-Франківську.
Міжнародний день «без авто» в місті не святкують — поки що.
Пане мере, а де гроші? — спитав хтось із зали.
«Це перемога, — каже тренер. — Але попереду ще три тури».
«Чи буде світло?» — головне запитання тижня.
Слоган «Їж. Люби. Сортуй!» вигадали школярі.
Дитина знає слова «мама», «тато» і «бджола».
Підсумок: плюс 2 бали; мінус 1 гравець; нуль нервів.
Зі 101 км траси Н-07 відремонтували 12.
Лікарка-терапевтка й акушерка-гінекологиня приймають у к. 12.
До речовин групи B належать і фолати, і біотин.
Вартість — від 100 до 150 грн/год.
Опитали 1 045 респондентів (похибка ± 3,1 %).
Військові 93-ї ОМБр «Холодний Яр» провели день у школі.
Боєць із позивним «Док» подякував волонтерам.
Пік сонячної активності — 2025-й, а спад почнеться 2027-го.
90-річна пані Марія пече 300-й коровай.
Кут між прямими a і b дорівнює 90°.
Вітаємо переможців: 1-ше місце — Ліза, 2-ге — Максим, 3-тє — Тарас.
Аеропорт ім. Ю. Гагаріна перейменували — тепер ім. Л. Каденюка.
Слідчі СБУ, НАБУ й ДБР працюють разом (уперше за рік).
«Ні» — теж відповідь.
Е-декларації подали 38 із 40 депутатів.
Зареєструватися можна в застосунку «Дія» або на порталі e-Queue.
Виставка «100 років» триватиме до 31.01.2027, вхід — 50 ₴.
Авто з номером АА 1234 ВВ розшукують із п'ятниці.
Сума: 1 000 000 (один мільйон) грн 00 коп.
У графі «національність» він написав: українець.
Вода піднялася на 12 см — до позначки 3,05 м.
На дошці — три слова: «віра», «надія», «любов».
Альбом Hi-Fi-запису коштує €25, вінілова платівка — £30.
Вибори відбудуться 5–6 грудня, а не 12-го.
Шахісти зіграли внічию: ½:½.
Міська лікарня №2 закупила МРТ-апарат Siemens за 38,4 млн грн.
Читачка пише: «Дякую за статтю про міст»; ми дякуємо їй.
Сусіди (а їх у будинку 64) збирають підписи.
"Я не чиновник, я сантехнік", — сказав він і пішов.
"Ключі там, де й завжди", - нагадав сторож.
"Тихопільський вісник" отримав премію "Слово року".
Телеканал "1+1" зняв сюжет про "Вільху" й "Каменяр".
""".strip().split("\n")

ENGLISH = """
The town of Tykhopil reopened its bridge at 9:30 a.m. on 24 November.
"We waited three years for this," Mayor Iryna Kovalenko said.
"When will the tram run?" people ask at the stop.
"In December," she said, "if the frost holds off."
It's the town's first new line since the '90s — and, residents say, it won't be the last.
The 1990s weren't kind to the factory; the 2000s were worse.
Rock 'n' roll isn't dead, 'twas only sleeping, the DJ said.
The price rose from £1.20 to £1.35 (12.5%).
Dr. J. R. Smith Jr., Ph.D., wrote about it in Vol. 3, No. 2.
The match ended 2-1; the shoot-out finished 5–4.
“I don't know what ‘soon’ means,” Ms. Holub said.
“We've heard ‘next year’ for ten years,” he said. “This time it's true.”
The U.S. Army, the U.N. and the EU sent observers.
COVID-19 cases fell to 1,245, the WHO said.
He bought an iPhone 15 and joined the café's Wi-Fi.
The 5'10" striker scored twice.
A 55" television costs about $400 at Smith's.
Temperatures will stay between -3°C and 2°C, with winds of 5-10 m/s.
Read the [council's decision](https://rada.example/decision/15) in full.
Write to news@herald.example or call +380 44 123 4567.
Follow @tykhopil on X, or the hashtag #TykhopilToday.
The Kyiv-based firm hired 12 engineers, 3 designers and a cook.
Who's to blame? Nobody knows...
"Who's to blame?!" a man shouted.
Her novel, "The Old Mill", was shortlisted for the Booker.
The play "Two Banks" opens on Friday; tickets cost €5.
The minister — a former teacher — resigned on Monday.
Flights BA882 and PS101 were delayed by 2h 15m.
A Boeing 737-800 landed safely at Lviv.
O'Brien, D'Angelo and Jeanne d'Arc met at St. John's.
The boys' team beat the girls' team, 3:2.
The Smiths' house is at 5/7 Mill Street.
It was the people's choice, James' mother said.
About 1.2 million people, or 3 in 10, voted.
The vote was 27 to 3, with 2 abstentions.
Louis XIV never slept here; Elizabeth II did.
The recipe calls for 200 g of flour, 2 eggs and ½ tsp of salt.
The bill (No. 1234-IX) takes effect on Jan. 1, 2027.
"It's a win," the coach said. "But there are three rounds to go."
He wrote "yes" on one ballot and "no" on the other.
She called it a "once-in-a-lifetime" chance.
The so-called "quiet street" is anything but.
Carbon dioxide (CO2) and water (H2O) were the only products.
The 4K cameras and the 5G network cost €1m.
The road was closed from 15:00 to 16:30 Kyiv time.
The hotel's motto: "Eat. Sleep. Swim."
The word "трамвай" is on every sign.
The newspaper «Вісник» was founded in 1906.
The letters ABC stand for Audit Bureau of Circulations.
The score was 6-4, 3-6, 7-6 (7-5).
Police want to hear from anyone who saw a grey BMW X5.
Nobody was hurt, firefighters said.
Mr Havel, 67, has walked here since 1979.
The school's year 11 pupils sat 1,200 exams in all.
Her e-mail ended with three words: "See you there."
"I never said 'never'," Mr Bilyk replied.
The film runs 1h 47m and is rated 12A.
A pint costs £4.50; a half, £2.30.
The river rose 12 cm — to 3.05 m.
Half of them (48%) said they'd stay; 31% said they'd go.
Sources: the council; the police; eyewitnesses.
The café, bakery & bar "Pid Lypoiu" opens at 8.
NGOs such as Amnesty and Médecins Sans Frontières signed.
The Mid-Autumn Festival falls on 25 September.
The court of appeal upheld the decision, 2 to 1.
His last words were: "Mind the step."
The €1.2bn plan, dubbed "Bridge 2030", has three parts.
Dogs must be kept on leads at all times.
The "Vilkha" beat the "Kameniar" 3-0.
In the 19th century the mill ground 40 sacks a day.
Don't miss: the market, 9-14, Sat. and Sun.
He scored in the 89th minute, from 30 yards.
She's the club's first-ever non-playing captain.
What's next? More rain, forecasters say.
The lists of names (A to K, L to Z) hang in the hall.
The archive holds 12,000 photos, c. 1900-1950.
The town's Facebook page has 8.9k followers.
Prof Danylo Shevchuk's lecture is free, but places are limited.
""".strip().split("\n")

_UK_PATTERNS = (
    ("{who} повідомили, що {what} {when}.", "who what when"),
    ("«{speech}», — {said} {name}.", "speech said name"),
    ("— {speech}, — {said} {name}.", "speech said name"),
    ("{name}, {age}-річна мешканка {place}, отримала {sum} грн.", "name age place sum"),
    ("Рахунок матчу «{team}» — «{other}» — {score} ({half}).", "team other score half"),
    ("У {place} {when} {what} (див. с. {page}).", "place when what page"),
    ("За {year} рік {who} витратили {sum} грн на {thing}.", "year who sum thing"),
    ("Видання {foreign} пише про {thing}: «{speech}».", "foreign thing speech"),
)
_UK_WORDS = {
    "who": ("У міськраді", "Поліцейські", "Рятувальники ДСНС", "Лікарі МКЛ № 2", "В ОВА", "Волонтери ГО «Місток»"),
    "what": ("відкрили переправу", "трамвай № 3 зійшов із рейок", "з'явилося світло", "об'єднали дві громади", "ціну знизили на 5 %", "в'їзд перекрили"),
    "when": ("у п'ятницю, 27 листопада", "о 14:05", "минулого року", "24.11.2026 р.", "на початку 1980-х", "між 9-ю та 11-ю годинами"),
    "speech": ("Ми впораємося", "Ніхто не обіцяв, що буде легко", "Роботи триватимуть до 15 грудня", "Це ж не м'яч, а м'ята", "Чекаємо на 12 вагонів", "Так, я підписала акт"),
    "said": ("каже", "сказала", "додав", "пояснює", "розповів «Віснику»", "наголошує"),
    "name": ("О. Коваль", "Мар'яна Ступка", "Д. В. Шевчук", "Нью-йоркська дослідниця Анна О'Ніл", "Дем'ян", "Юлія Романюк-Бойко"),
    "age": ("34", "71", "90", "18"),
    "place": ("Тихополі", "с. Вільшанка", "м. Кам'янець", "смт Зарічне"),
    "sum": ("1 200", "45,5 тис.", "3,4 млн", "999", "1 000 000"),
    "team": ("Вільха", "Динамо", "Шахтар-2", "Зоря"),
    "other": ("Каменяр", "Рух", "ЛНЗ", "Металіст 1925"),
    "score": ("0:0", "2:1", "3:2", "1:4"),
    "half": ("0:0", "1:1", "2:0", "пен. 4:3"),
    "page": ("3", "7–8", "12"),
    "year": ("2024-й", "2025", "минулий"),
    "thing": ("ремонт доріг", "Wi-Fi у школах", "5G-вежі", "«Нічний потяг»", "п'ять автобусів MAN", "пам'ять"),
    "foreign": ("The New York Times", "Der Spiegel", "BBC News Україна", "Gazeta Wyborcza"),
}
_EN_PATTERNS = (
    ("{who} said {what} {when}.", "who what when"),
    ('"{speech}," {name} {said}.', "speech name said"),
    ("“{speech},” {said} {name}.", "speech said name"),
    ("{name}, {age}, of {place}, won €{sum}.", "name age place sum"),
    ("{team} beat {other} {score} ({half} at half-time).", "team other score half"),
    ("In {place}, {what} {when} (see p. {page}).", "place what when page"),
    ("{who} spent €{sum} on {thing} in {year}.", "who sum thing year"),
)
_EN_WORDS = {
    "who": ("The council", "Police", "Firefighters", "Dr. Hnatiuk's team", "The E.U. mission", "Residents' groups"),
    "what": ("the ferry reopened", "tram no. 3 came off the rails", "power was back", "two districts merged", "prices fell 5%", "the A-road was shut"),
    "when": ("on Friday, Nov. 27", "at 2:05 p.m.", "last year", "in the early '80s", "by 14:00 GMT", "in mid-June"),
    "speech": ("We'll manage", "Nobody said it'd be easy", "Work will go on until Dec. 15", "It's not over", "We expect 12 cars", "Yes, I've signed it"),
    "said": ("said", "added", "told the Herald", "recalled"),
    "name": ("O. Koval", "Mariana Stupka", "D. V. Shevchuk", "Anna O'Neill", "Jean-Luc d'Arvor", "Ms Romaniuk-Boiko"),
    "age": ("34", "71", "90"),
    "place": ("Tykhopil", "the village of Vilshanka", "St Albans", "Kamianets"),
    "sum": ("1,200", "45.5k", "3.4m", "999"),
    "team": ("Vilkha", "Dynamo", "Shakhtar-2"),
    "other": ("Kameniar", "Rukh", "LNZ"),
    "score": ("2-1", "3:2", "4–1"),
    "half": ("1-1", "0:0", "2–0"),
    "page": ("3", "7-8", "12"),
    "year": ("2024", "the 1990s", "FY2025/26"),
    "thing": ("road repairs", "Wi-Fi in schools", "5G masts", "the 'Night Train' scheme", "five MAN buses"),
}
_EACH = 60


def lines(language: str) -> list[str]:
    """All lines of a language, each once."""
    written, patterns, words = (UKRAINIAN, _UK_PATTERNS, _UK_WORDS) if language == "uk" else (ENGLISH, _EN_PATTERNS, _EN_WORDS)
    made = [*written]
    for pattern, names in patterns:
        kinds = names.split()
        whole = [*itertools.product(*(words[kind] for kind in kinds))]
        count = min(len(whole), _EACH * (2 if language == "uk" else 1))
        made += [pattern.format(**dict(zip(kinds, whole[number * len(whole) // count], strict=True))) for number in range(count)]
    return [*dict.fromkeys(made)]


def articles(language: str, *, curly: bool = False) -> Iterator[list[str]]:
    """The lines by twenties; ``curly``: with the apostrophe of print, as some desks type it."""
    every = lines(language)
    if curly:
        every = ["".join("’" if sign == "'" and line[at - 1 : at].isalpha() and line[at + 1 : at + 2].isalpha() else sign for at, sign in enumerate(line)) for line in every]
    for at in range(0, len(every), 20):
        yield every[at : at + 20]
