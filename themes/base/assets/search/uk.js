// Which forms a Ukrainian word may have.  forms(word) gives a Map from a stem to the endings that may follow it, so that the
// words of the index can be told apart: those that are made of a stem and one of its endings are forms of the word.
// Words come in small letters and without apostrophes.  A form belongs to a word only where both follow one pattern:
// «мати» is read as «ма-ти» (має) and «мат-и» (матом), never as «мат-еріал».

const list = text => text.split(" ");
const HARD = "бвгґдзклмнпрстфхц", SIBILANT = "жчшщ", VOWEL = "аеєиіїоуюя";
const consonant = /[бвгґджзйклмнпрстфхцчшщ]$/, hard = new RegExp(`[${HARD}]$`), sibilant = new RegExp(`[${SIBILANT}]$`);
const soft = /[дзлнрстц]$/, labial = /[бпвмфрк]$/, vowel = new RegExp(`[${VOWEL}]$`);
// Stems of adjectives that are seen to be such, so that «рада» is not read as a form of «радий».
const adjective = /(?:[нкчш]|ов|ев|лив|ист|ат|яч|юч|уч|^нов|^стар|^молод|^добр|^тих|^біл|^прав|^лів|^друг|^жив|^мал|^цін|^дорог|^багат|^готов|^тверд|^чист)$/;

// Nouns: endings after the open stem, endings after the closed one (which has no vowel after it: стіл, день, книжок), and what the open stem ends in.
const NOUNS = [
  ["а и і у ою о ам ами ах", "", hard],                          // рада, книга
  ["а і у ею е ам ами ах ей", "", sibilant],                     // межа, миша
  ["я і ю ею е ям ями ях", "ь", soft],                           // вулиця, пісня
  ["я ї ю єю є ям ями ях", "й", vowel],                          // партія, ідея
  ["я ї ю єю є ям ями ях", "ей", labial],                        // сімʼя, здоровʼя
  ["а у ові ом і е и ів ам ами ах", "", hard],                   // міст, Київ
  ["а у еві ем і е ів ам ами ах", "", sibilant],                 // ключ, товариш
  ["я ю еві ем і е ів ям ями ях", "ь", soft],                    // день, кінець
  ["я ю еві ем і е ів ям ями ях", "", /[аиіоуя]р$/],              // лікар, секретар
  ["я ю єві єм ї їв ям ями ях", "й", vowel],                     // трамвай, музей
  ["о а у ом ові і и ів ам ами ах", "", hard],                   // місто, Шевченко
  ["е я ю ем еві і ів ям ями ях", "ь", soft],                    // море, місце
  ["е а у ем і ам ами ах", "", sibilant],                        // прізвище
  ["а у им ові і ої ій ою их ими и", "", /(?:[оеє]в|[иії]н)$/],  // Іванов, Іванова
].map(([open, closed, test]) => ({ open: list(open), closed: [closed], test }));
const THIRD = list("і ей ям ями ях ам ами ах"), THIRD_CLOSED = ["", "ь", "ю"];      // ніч, область
const DOUBLED = list("я ю ям і ями ях ів");                                         // рішення, життя

const ADJECTIVE = list("ий ого ому им ім а ої ій у ою е і их ими о");
const SURE = new Set(list("ий ого ому их ими ої"));
const SOFT_ADJECTIVE = list("ій ього ьому ім я ьої ю ьою є і іх іми");
const VOWEL_ADJECTIVE = list("їй його йому їм я йої ю йою є ї їх їми");

// Verbs: endings, what the stem ends in, and which endings stand after the changed consonant (ходити: ходжу).
const TO_COME = list("тиму тимеш тиме тимемо тимете тимуть");
const to_come = vowels => TO_COME.map(one => vowels + one);
const VERBS = [
  [[...list("ти ю єш є ємо єте ють й ймо йте в ла ло ли вши ючи но"), ...TO_COME], /[аяіїу]$/],                        // читати, вміти
  [[...list("вати ю єш є ємо єте ють вай ваймо вайте вав вала вало вали ючи"), ...to_come("ва")], /а$/],                // давати
  [[...list("увати ую уєш ує уємо уєте ують уй уймо уйте ував увала увало ували увавши уючи овано"), ...to_come("ува")], consonant],
  [[...list("ювати юю юєш ює юємо юєте юють юй юймо юйте ював ювала ювало ювали ювавши юючи йовано"), ...to_come("юва")], /[лнрстзцаеоуий]$/],
  [[...list("ити ю у иш ить имо ите ать ять ив ила ило или ивши ячи ачи и імо іть ено"), ...to_come("и")], consonant, list("у ю ять ено")],  // ходити
  [[...list("іти иш ить имо ите ять ать ів іла іло іли івши ячи и імо іть"), ...to_come("і")], consonant, list("у ю ять")],          // летіти
  [[...list("їти їш їть їмо їте ять їв їла їло їли ївши ю ячи"), ...to_come("ї")], vowel],                              // клеїти
  [[...list("ти у еш е емо ете уть ла ло ли и іть імо ши учи ено"), ...TO_COME], /[сзкгбр]$/, list("у еш е емо ете уть ено")],       // нести, могти
  [[...list("нути ну неш не немо нете нуть нув нула нуло нули ни німо ніть нувши уто"), ...to_come("ну")], /[а-яґєії]$/],
  [[...list("ати ав ала ало али авши ано"), ...to_come("а")], consonant, list("у еш е емо ете уть и іть імо")],         // писати, казати
];

// Words that follow no pattern, all their forms.
const ODD = [
  "мати матері матір матірю матерів матерям матерями матерях", "імя імені іменем імена імен іменам іменами іменах",
  "друг друга другу другові другом друзі друзів друзям друзями друзях друже", "люди людей людям людьми людях",
  "діти дітей дітям дітьми дітях", "гроші грошей грошам грошима грошах", "двері дверей дверям дверима дверях", "око ока оку оком очі очей очам очима очах",
  "стаття статті статтю статтею статей статтям статтями статтях", "війна війни війні війну війною воєн війнам війнами війнах",
  "серце серця серцю серцем серць сердець серцям серцями серцях", "дошка дошки дошці дошку дошкою дощок дошкам дошками дошках",
  "тиждень тижня тижню тижнем тижні тижнів тижням тижнями тижнях", "боєць бійця бійцю бійцеві бійцем бійці бійців бійцям бійцями бійцях", "хто кого кому ким", "що чого чому чим",
  "бути буду будеш буде будемо будете будуть був була було були є", "йти іти іду йду йдеш йде ідуть йдуть йшов ішов йшла йшло йшли",
  "їхати їду їдеш їде їдемо їдете їдуть їхав їхала їхало їхали", "жити живу живеш живе живемо живете живуть жив жила жило жили",
  "брати беру береш бере беремо берете беруть брав брала брало брали", "дати дам даси дасть дамо дасте дадуть дав дала дало дали дано",
  "нести несу несеш несе несемо несете несуть ніс несла несло несли", "везти везу везеш везе веземо везете везуть віз везла везло везли",
  "вести веду ведеш веде ведемо ведете ведуть вів вела вело вели", "могти можу можеш може можемо можете можуть міг могла могло могли",
  "два двох двом двома дві", "три трьох трьом трьома", "пять пяти пятьом пятьма пятьох", "сто ста", "тисяча тисячі тисячу тисячею тисяч тисячам тисячами тисячах",
].map(list);

const SOFTER = new Map(Object.entries({ г: "з", к: "ц", х: "с" })), HARDER = new Map([...SOFTER].map(pair => pair.reverse()));
const CALLED = new Map(Object.entries({ г: "ж", к: "ч", х: "ш" })), UNCALLED = new Map([...CALLED].map(pair => pair.reverse()));
const CHANGED = [["ст", "щ"], ["ск", "щ"], ["д", "дж"], ["з", "ж"], ["с", "ш"], ["т", "ч"], ["г", "ж"], ["к", "ч"], ["х", "ш"], ["б", "бл"], ["п", "пл"], ["в", "вл"], ["м", "мл"], ["ф", "фл"]];

const swapped = (stem, table) => { const other = table.get(stem.at(-1)); return other ? [stem.slice(0, -1) + other] : []; };
const changed = stem => CHANGED.filter(([from]) => stem.endsWith(from)).map(([from, to]) => stem.slice(0, -from.length) + to);
const unchanged = stem => CHANGED.filter(([, to]) => stem.endsWith(to)).map(([from, to]) => stem.slice(0, -to.length) + from);

// Closed stem -> open ones: стіл стол-, Київ Києв-, лід льод-, день дн-, палець пальц-, заєць зайц-.
function opened(stem) {
  const found = [stem];
  const narrow = /^(.*)([іїо])([^аеєиіїоуюя]{1,2})$/.exec(stem);
  if (narrow && narrow[2] !== "о") {
    for (const other of narrow[2] === "ї" ? ["є", "йо"] : ["о", "е", "ьо"]) found.push(narrow[1] + other + narrow[3]);
  }
  if (/[^і]і$/.test(stem)) found.push(stem.slice(0, -1) + "о");  // бій, бою
  const fleeting = /^(.+)([оеє])([бвгґджзклмнпрстфхцчш])$/.exec(stem);
  if (fleeting) {
    const [, before, letter, last] = fleeting;
    if (letter === "є") found.push(before + "й" + last);
    else if (consonant.test(before)) { found.push(before + last); if (/[лн]$/.test(before)) found.push(before + "ь" + last); }
  }
  return found;
}

// Open stem -> closed ones.
function closed(stem) {
  const found = [stem];
  const wide = /^(.*?)(ьо|[оеє])([^аеєиіїоуюя]{1,2})$/.exec(stem);
  if (wide) found.push(wide[1] + (wide[2] === "є" ? "ї" : "і") + wide[3]);
  if (/[^о]о$/.test(stem)) found.push(stem.slice(0, -1) + "і");
  const cluster = /^(.*[бвгґджзйклмнпрстфхцчшщ])(ь?)([бвгґджзклмнпрстфхцчш])$/.exec(stem);
  if (cluster) {
    const [, before, , last] = cluster;
    found.push(before + "о" + last, before + "е" + last);
    if (before.endsWith("й")) found.push(before.slice(0, -1) + "є" + last);
  }
  return found;
}

export function forms(word) {
  const found = new Map([[word, new Set([""])]]);
  const add = (stem, endings) => {
    if (stem.length < 2) return;
    const known = found.get(stem) ?? new Set();
    for (const one of endings) known.add(one);
    found.set(stem, known);
  };
  const stems = endings => endings.filter(end => word.endsWith(end) && word.length - end.length >= 2).map(end => [word.slice(0, word.length - end.length), end]);

  for (const odd of ODD) if (odd.includes(word)) odd.forEach(form => add(form, [""]));
  if (word.length < 3 || /[^а-яґєії]/.test(word)) return found;

  for (const { open, closed: shut, test } of NOUNS) {
    const noun = stem => {
      if (!test.test(stem)) return;
      add(stem, open);
      for (const one of closed(stem)) add(one, shut);
      if (open.includes("и")) {
        for (const one of swapped(stem, SOFTER)) add(one, ["і"]);
        if (open.includes("ові")) for (const one of swapped(stem, CALLED)) add(one, ["е"]);
      }
    };
    for (const [stem, end] of stems(open)) {
      noun(stem);
      if (end === "і") swapped(stem, HARDER).forEach(noun);
      if (end === "е") swapped(stem, UNCALLED).forEach(noun);
    }
    for (const [stem] of stems(shut)) opened(stem).forEach(noun);
  }

  const third = stem => {
    if (!/[бвдзлнрстчшжщ]$/.test(stem)) return;
    add(stem, THIRD);
    for (const one of [stem, ...closed(stem).filter(one => one.length === stem.length)]) { add(one, THIRD_CLOSED); add(one + one.at(-1), ["ю"]); }
  };
  for (const [stem, end] of stems(THIRD)) if (end === "і" || end === "ей" || /(?:ст|[жчшщ])$/.test(stem)) third(stem);
  for (const [stem, end] of stems(THIRD_CLOSED)) {
    const single = end === "ю" && stem.at(-1) === stem.at(-2) ? stem.slice(0, -1) : stem;
    if (end || /(?:[жчшщ]|ов)$/.test(single)) opened(single).filter(one => one.length === single.length).forEach(third);
  }

  for (const [stem] of stems(DOUBLED)) if (consonant.test(stem) && stem.at(-1) === stem.at(-2)) { add(stem, DOUBLED); add(stem.slice(0, -1), ["ь"]); }
  if (/[нтлдсз]ь$/.test(word)) add(word.slice(0, -1) + word.at(-2), DOUBLED);

  for (const [stem, end] of stems(ADJECTIVE)) if (consonant.test(stem) && (SURE.has(end) || adjective.test(stem))) add(stem, ADJECTIVE);
  for (const [stem, end] of stems(SOFT_ADJECTIVE)) if (/(?:[шндтзрс]н|син|трет)$/.test(stem)) add(stem, SOFT_ADJECTIVE);
  for (const [stem, end] of stems(VOWEL_ADJECTIVE)) if (vowel.test(stem) && end.length > 2) add(stem, VOWEL_ADJECTIVE);

  const own = /с[яь]$/.test(word) ? word.slice(0, -2) : word;
  for (const [endings, test, after = []] of VERBS) {
    const verb = stem => {
      if (!test.test(stem)) return;
      const all = ending => [ending, ending + "ся", ending + "сь"];
      add(stem, endings.flatMap(all));
      for (const one of after.length ? changed(stem) : []) add(one, after.flatMap(all));
    };
    for (const end of endings) if (own.endsWith(end) && own.length - end.length >= 2) verb(own.slice(0, own.length - end.length));
    for (const end of after) if (own.endsWith(end)) unchanged(own.slice(0, own.length - end.length)).filter(stem => stem.length > 1).forEach(verb);
  }
  return found;
}

// Words that are left out beside others: they stand nearly everywhere, and two of them are one word (у, в; і, й, та).
export const common = new Set(list("і й та а у в на з із зі до від за по про не що як але для чи це є"));
