const SIZE = 20;

function chunks(kind, name, href, all) {
  const made = [];
  for (let at = 0; at === 0 || at < all.length; at += SIZE) {
    const number = at / SIZE + 1;
    const address = (page) => (page === 1 ? href : `${href}page/${page}/`);
    made.push({
      kind, name, href: address(number), items: all.slice(at, at + SIZE),
      newer: number > 1 ? address(number - 1) : "", older: at + SIZE < all.length ? address(number + 1) : "",
    });
  }
  return made;
}

const slug = (name) => name.toLowerCase().replace(/\s+/g, "-");

export default function (config) {
  config.addPassthroughCopy({ static: "/" });
  config.addFilter("day", (date) => date.toISOString().slice(0, 10));
  config.addFilter("iso", (date) => date.toISOString());
  config.addFilter("slugged", slug);
  config.setLibrary && config.amendLibrary("md", (md) => md.set({ html: true, typographer: true }));
  const stories = (api) => api.getFilteredByGlob("content/**/*.md").toSorted((a, b) => b.date - a.date);
  const groups = (all, of) => {
    const found = new Map();
    for (const one of all) for (const key of of(one)) (found.get(key) ?? found.set(key, []).get(key)).push(one);
    return found;
  };
  config.addCollection("fronts", (api) => {
    const all = stories(api);
    const made = [...chunks("home", "Invented Herald", "/", all), ...chunks("home", "Invented Herald", "/en/", all.filter((one) => one.data.section.startsWith("en/")))];
    for (const [name, items] of groups(all, (one) => [one.data.section])) made.push(...chunks("section", name, `/${name}/`, items));
    for (const [name, items] of groups(all, (one) => one.data.tags ?? [])) made.push(...chunks("tag", name, `/tags/${slug(name)}/`, items));
    for (const [name, items] of groups(all, (one) => [one.data.author])) made.push(...chunks("author", name, `/authors/${slug(name)}/`, items));
    return made;
  });
  config.addCollection("feeds", (api) => {
    const all = stories(api);
    const made = [{ name: "Invented Herald", href: "/", items: all.slice(0, SIZE) }];
    for (const [name, items] of groups(all, (one) => [one.data.section])) made.push({ name, href: `/${name}/`, items: items.slice(0, SIZE) });
    return made;
  });
  config.addCollection("indexes", (api) => {
    const all = stories(api);
    return [["tags", (one) => one.data.tags ?? []], ["authors", (one) => [one.data.author]]].map(([name, of]) => ({
      name, terms: [...groups(all, of)].map(([term, items]) => ({ name: term, href: `/${name}/${slug(term)}/`, count: items.length })),
    }));
  });
  config.addCollection("stories", stories);
  return { markdownTemplateEngine: false, dir: { input: ".", includes: "_includes", output: "_site" } };
}
