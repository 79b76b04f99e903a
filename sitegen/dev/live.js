// Shows the next build in the open page: swaps style sheets, reloads a page whose own bytes changed, tells of errors.
// Only the development server sends this script; it is never in the output.
(() => {
  "use strict";
  const STYLES = /<link\b[^>]*\brel="stylesheet"[^>]*>/g;
  let shown = null; // the page's HTML as it is on screen
  let overlay = null;

  const plain = (html) => html.replace(STYLES, "").replace(/ data-page="[0-9a-f]*"/, "");
  const page = () => fetch(location.href, { cache: "no-store" }).then((answer) => answer.text());
  const own = document.currentScript.dataset.page;

  async function look() {
    const html = await page();
    const now = (html.match(/ data-page="([0-9a-f]*)"/) || [])[1];
    if (shown === null ? now === own : html === shown) { shown = html; return; }
    if (shown !== null && plain(html) === plain(shown)) { shown = html; dress(html); return; }
    location.reload();
  }

  // New style sheets take the place of the old ones once they are there, so that the page is never bare.
  function dress(html) {
    const wanted = [...new DOMParser().parseFromString(html, "text/html").querySelectorAll('link[rel="stylesheet"]')];
    const old = [...document.querySelectorAll('link[rel="stylesheet"]')];
    wanted.forEach((link, number) => {
      const before = old[number];
      if (before && before.getAttribute("href") === link.getAttribute("href")) return;
      const next = document.importNode(link, true);
      next.addEventListener("load", () => before && before.remove());
      if (before) before.after(next); else document.head.append(next);
    });
    old.slice(wanted.length).forEach((link) => link.remove());
  }

  function element(name, words, style) {
    const made = document.createElement(name);
    made.textContent = words;
    Object.assign(made.style, style);
    return made;
  }

  function tell(problems) {
    if (overlay) { overlay.remove(); overlay = null; }
    if (!problems.length) return;
    overlay = element("section", "", {
      position: "fixed", inset: "auto 0 0 0", maxHeight: "60vh", overflow: "auto", zIndex: 2147483647, padding: "1rem 1.25rem",
      background: "#1b1b1d", color: "#f4f4f4", borderTop: "4px solid #ff6b5e", font: "16px/1.5 ui-monospace, monospace", textAlign: "left",
    });
    overlay.setAttribute("role", "alert");
    overlay.id = "sitegen-problems";
    const close = element("button", "×", { float: "right", font: "inherit", color: "inherit", background: "none", border: "1px solid", padding: "0 .6em", minHeight: "2em" });
    close.setAttribute("aria-label", "Close");
    close.addEventListener("click", () => tell([]));
    overlay.append(close, element("p", `The site was not built: ${problems.length} ${problems.length === 1 ? "error" : "errors"}. This is the last good one.`, { margin: "0 0 .5rem", fontWeight: "bold" }));
    for (const problem of problems) {
      const entry = element("p", "", { margin: "0 0 .5rem", overflowWrap: "anywhere" });
      entry.append(element("strong", problem.place, {}), `: ${problem.message} `, element("span", problem.hint && `Fix: ${problem.hint}`, { color: "#ffd27a" }));
      overlay.append(entry);
    }
    document.body.append(overlay);
  }

  document.addEventListener("keydown", (event) => { if (event.key === "Escape") tell([]); });
  const events = new EventSource("/_sitegen/events");
  events.addEventListener("message", (event) => {
    const state = JSON.parse(event.data);
    tell(state.problems);
    if (!state.problems.length) look().catch(() => {});
  });
  addEventListener("pagehide", () => events.close());
})();
