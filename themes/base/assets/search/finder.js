// Finds pages: picks from the words of the index those that are meant, asks Pagefind where each stands, and puts the answers together.
// Pagefind's own way of looking for parts of words is not used: where no word begins as the one that was typed does, it takes the
// longest word that the typed one begins with, so that a word that stands nowhere finds whatever holds an «у».

const COMPLETIONS = 40, TOKENS = 8, EXCERPT = 34, SECONDS = 20;
const APOSTROPHES = /(\p{L})['’ʼ`´‘](?=\p{L})/gu, STRESS = /[\u0301\u00ad]/g;
const COMMON = new Set("the a an of in on to and for at by is as".split(" "));

export const tokens = text => text.normalize("NFC").toLowerCase().replace(STRESS, "").replace(APOSTROPHES, "$1").match(/[\p{L}\p{N}]+/gu) ?? [];

const fetched = async (address, kind, cache) => {
  const answer = await fetch(address, { cache });
  if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
  return answer[kind]();
};

export async function open(base, language, inflection) {
  const [{ pages, sections, authors, words }, { createInstance }, inflected] = await Promise.all([
    fetched(`${base}${language}.json`, "json", "no-cache"), import(`${base}pagefind.js`), inflection ? import(inflection) : null,
  ]);
  const pagefind = createInstance({ basePath: base, noWorker: true });
  const rows = new Map(pages.map(([name], at) => [name, at]));
  const lists = new Map(), answers = new Map();

  const list = name => {
    if (!lists.has(name)) lists.set(name, fetched(base + name, "text", "default").then(text => text.split("\n")));
    return lists.get(name);
  };

  // The words of the index that begin so.
  async function beginning(start) {
    const found = [];
    for (let at = 0; at < words.length; at++) {
      const isBefore = at + 1 < words.length && words[at + 1][0] <= start, isAfter = words[at][0] > start && !words[at][0].startsWith(start);
      if (!isBefore && !isAfter) found.push(...(await list(words[at][1])).filter(word => word.startsWith(start)));
    }
    return found;
  }

  // The words that a token means, each with its weight.
  async function meant(token) {
    const found = new Map();
    if (inflected) {
      for (const [stem, endings] of inflected.forms(token)) {
        for (const word of await beginning(stem)) if (endings.has(word.slice(stem.length))) found.set(word, word === token ? 1 : .8);
      }
    } else if ((await asked(token)).length) found.set(token, 1);
    if (!found.size && token.length > 1) {  // perhaps not typed to its end
      for (const word of (await beginning(token)).sort((one, other) => one.length - other.length).slice(0, COMPLETIONS)) found.set(word, .5);
    }
    return found;
  }

  // Where a word stands, or the very words of a quotation.
  function asked(word) {
    if (!answers.has(word)) {
      const late = new Promise((_, fail) => setTimeout(fail, SECONDS * 1000, new Error("Pagefind does not answer")));
      answers.set(word, Promise.race([pagefind.search(`"${word}"`), late]).then(answer => answer.results));
    }
    return answers.get(word);
  }

  // Each page that a token stands on: its weight, and the places of the token in the text.
  async function pagesOf(forms) {
    const found = new Map();
    const all = await Promise.all([...forms].map(async ([word, weight]) => [weight, await asked(word)]));
    for (const [weight, results] of all) {
      for (const result of results) {
        const at = rows.get(result.id.slice(result.id.indexOf("_") + 1)), inByline = (result.matchedMetaFields ?? []).includes("by");
        if (at === undefined || !(result.words.length || inByline)) continue;  // only the name of its picture, say
        const inTitle = result.words.some(place => place < pages[at][4]);
        const page = found.get(at) ?? { places: new Set(), most: 0, result };
        result.words.forEach(place => page.places.add(place));
        page.most = Math.max(page.most, weight * (1 + (inTitle ? 2 : 0) + (inByline ? 1 : 0)));
        found.set(at, page);
      }
    }
    const rare = Math.log(1 + (pages.length - found.size + .5) / (found.size + .5));
    for (const page of found.values()) page.score = rare * page.most * (1 + page.places.size / (page.places.size + 2));
    return found;
  }

  async function find(text) {
    const quoted = /^\s*["«“„](.+)["»”“]\s*$/.exec(text);
    const own = [...new Set(tokens(text))].slice(0, TOKENS);
    if (!own.length || !pages.length) return [];
    const common = inflected?.common ?? COMMON, telling = own.filter(token => !common.has(token));
    const parts = quoted ? [new Map([[tokens(quoted[1]).join(" "), 1]])] : await Promise.all((telling.length ? telling : own).map(meant));
    const [first, ...others] = await Promise.all(parts.map(pagesOf));
    const found = [];
    for (const [at, { places, score, result }] of first) {
      const more = others.map(one => one.get(at));
      if (more.some(one => !one)) continue;
      const marked = new Set([...places, ...more.flatMap(one => [...one.places])]);
      found.push({ at, page: pages[at], marked, result, score: more.reduce((sum, one) => sum + one.score, score) });
    }
    return found.sort((one, other) => other.score - one.score || one.at - other.at);
  }

  const years = [...new Set(pages.map(page => page[3]))].filter(Boolean).sort((one, other) => other - one).map(String);
  return { find, sections, authors, years: years.map(year => [year, year]) };
}

// The stretch of the text, after the words of the headline, that holds most of what was looked for: pieces of text, each marked or not.
export function excerpt(content, places, headline) {
  const all = content.split(/\s+/).slice(headline), marked = new Set([...places].map(place => place - headline).filter(place => place >= 0));
  let start = 0, end = 0, most = -1, held = 0;
  for (let at = 0; at < all.length; at++) {
    held += marked.has(at) - marked.has(at - EXCERPT);
    if (held > most) { most = held; end = at; start = Math.max(0, at - EXCERPT + 1); }
  }
  if (most > 0) {  // a few words before the first of them, where the last stays in it
    let first = start;
    while (!marked.has(first)) first++;
    start = Math.max(0, first - 6, end - EXCERPT + 1);
  }
  const pieces = [];
  for (let at = start; at < Math.min(all.length, start + EXCERPT); at++) {
    const isMarked = marked.has(at), last = pieces.at(-1);
    if (last && last[1] === isMarked && !isMarked) last[0] += ` ${all[at]}`;
    else { if (last) pieces.push([" ", false]); pieces.push([all[at], isMarked]); }
  }
  if (start > 0) pieces.unshift(["… ", false]);
  if (start + EXCERPT < all.length) pieces.push([" …", false]);
  return pieces;
}
