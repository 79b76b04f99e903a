// The search page.  What it needs for searching (finder.js, Pagefind, the index) is loaded when the box is used, and not before.
// All that comes from the index is text and stays text: nothing is ever read as HTML.

const form = document.querySelector("form.search"), box = form.elements.q;
const status = document.querySelector(".search-status"), results = document.querySelector(".results"), more = document.querySelector(".more");
const nothing = document.querySelector(".search-nothing"), narrowing = document.querySelector(".narrow"), template = document.querySelector("template.result");
const { base, language, finder, inflection } = form.dataset, says = status.dataset, PAGE = 10;
const FACETS = new Map([["section", page => page[1]], ["author", page => page[2]], ["year", page => [page[3]]]]);
let opening = null, asked = 0, found = [], shown = 0, waiting;

const say = (words, values = []) => { status.textContent = values.reduce((text, value) => text.replace("{}", () => value), words ?? ""); };
const opened = () => opening ??= import(finder).then(async ({ open, excerpt }) => ({ excerpt, ...await open(base, language, inflection) }));
const facet = name => form.elements[name];

// The address says what was looked for, so that it can be kept, sent and gone back to.
function address() {
  const asks = new URLSearchParams();
  for (const name of ["q", ...FACETS.keys(), "sort"]) {
    const value = FACETS.has(name) ? wanted(name) : facet(name).value.trim();
    if (value) asks.set(name, value);
  }
  return `${location.pathname}?${asks}`.replace(/\?$/, "");
}

function remembered() {
  const asks = new URLSearchParams(location.search);
  box.value = asks.get("q") ?? "";
  for (const name of [...FACETS.keys(), "sort"]) facet(name).dataset.wanted = asks.get(name) ?? "";
  facet("sort").value = asks.get("sort") === "date" ? "date" : "";
}

const wanted = name => facet(name).dataset.wanted ?? "";
const passes = (one, names, places) => names.every(name => !wanted(name) || FACETS.get(name)(one.page).includes(places.get(name).get(wanted(name))));

// What results can be narrowed by, with how many there would be.
function fill(tables) {
  const places = new Map([...tables].map(([name, table]) => [name, new Map(table.map(([id], at) => [id, name === "year" ? Number(id) : at]))]));
  for (const name of tables.keys()) if (!places.get(name).has(wanted(name))) facet(name).dataset.wanted = "";  // an old address
  for (const [name, table] of tables) {
    const others = [...FACETS.keys()].filter(one => one !== name), counts = new Map();
    for (const one of found) if (passes(one, others, places)) for (const at of FACETS.get(name)(one.page)) counts.set(at, (counts.get(at) ?? 0) + 1);
    const choice = facet(name), options = [choice.options[0]];
    for (const [id, words] of table) {
      const count = counts.get(places.get(name).get(id)) ?? 0;
      if (count || id === wanted(name)) options.push(new Option(`${words} (${count})`, id));
    }
    choice.replaceChildren(...options);
    choice.value = wanted(name);
  }
  return places;
}

async function search(keep) {
  clearTimeout(waiting);
  const turn = ++asked, text = box.value.trim();
  if (keep && address() !== location.pathname + location.search) history[keep](null, "", address());
  if (!text) return clear();
  results.setAttribute("aria-busy", true);
  const late = setTimeout(say, 300, says.busy);
  try {
    const index = await opened(), all = await index.find(text);
    if (turn !== asked) return;
    found = all;
    const places = fill(new Map([["section", index.sections], ["author", index.authors], ["year", index.years]]));
    found = all.filter(one => passes(one, [...FACETS.keys()], places));
    if (facet("sort").value) found.sort((one, other) => one.at - other.at);
    narrowing.hidden = !all.length;
    nothing.hidden = found.length > 0;
    results.replaceChildren();
    shown = 0;
    await show(index, turn);
    if (turn === asked) say(found.length ? says.found : says.none, [found.length || text.replace(/["«»“”„]/g, "")]);
  } catch (error) {
    console.warn(error);
    if (turn !== asked) return;
    opening = null;
    clear();
    nothing.hidden = false;
    say(says.failed);
  } finally {
    clearTimeout(late);
    if (turn === asked) results.setAttribute("aria-busy", false);
  }
}

function clear() {
  found = [];
  results.replaceChildren();
  results.setAttribute("aria-busy", false);
  say("");
  for (const one of [more, narrowing, nothing]) one.hidden = true;
}

async function show(index, turn) {
  const next = await Promise.all(found.slice(shown, shown + PAGE).map(async one => [one, await one.result.data()]));
  if (turn !== asked) return null;
  const items = next.map(([one, page]) => drawn(one, page, index));
  results.append(...items);
  shown += items.length;
  more.hidden = shown >= found.length;
  return items[0];
}

function drawn({ page, marked }, { url, content, meta }, index) {
  const item = template.content.cloneNode(true).firstElementChild, part = name => item.querySelector(`[data-${name}]`);
  const put = (name, words) => { words ? part(name).textContent = words : part(name).remove(); };
  const link = part("title");
  link.textContent = meta.title;
  link.href = new URL(url, location.origin).pathname;
  put("label", meta.label);
  put("section", index.sections[page[1].at(-1)]?.[1]);
  put("by", meta.by);
  put("date", meta.date);
  for (const [text, isMarked] of index.excerpt(content, marked, page[4])) {
    const piece = isMarked ? document.createElement("mark") : document.createTextNode(text);
    if (isMarked) piece.textContent = text;
    part("excerpt").append(piece);
  }
  if (meta.picture) {
    part("picture").srcset = meta.picture;
    part("picture").src = meta.picture.split(" ")[0];
  } else part("picture").remove();
  return item;
}

form.addEventListener("submit", event => { event.preventDefault(); search("pushState"); });
box.addEventListener("focus", () => opened().catch(() => { opening = null; }));
box.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(search, 200, "replaceState"); });
form.addEventListener("change", event => {
  if (event.target === box) return;
  event.target.dataset.wanted = event.target.value;
  search("pushState");
});
more.addEventListener("click", async () => (await show(await opened(), asked))?.querySelector("a").focus());
addEventListener("popstate", () => { remembered(); search(); });

// Arrows walk through the results, «/» leads to the box, Escape back to it and then empties it.
document.addEventListener("keydown", event => {
  const links = [...results.querySelectorAll("[data-title]")], at = links.indexOf(document.activeElement), isInBox = document.activeElement === box;
  if (event.ctrlKey || event.altKey || event.metaKey) return;
  if (event.key === "/" && !document.activeElement.matches("input, select, textarea")) box.focus();
  else if (event.key === "ArrowDown" && links.length && (isInBox || at >= 0)) links[Math.min(at + 1, links.length - 1)].focus();
  else if (event.key === "ArrowUp" && at >= 0) (links[at - 1] ?? box).focus();
  else if (event.key === "Escape" && at >= 0) box.focus();
  else if (event.key === "Escape" && isInBox && box.value) { box.value = ""; search("replaceState"); }
  else return;
  event.preventDefault();
});

remembered();
if (box.value) search();
