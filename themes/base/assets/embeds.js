// Videos and posts of other hosts: nothing is asked of anyone before the reader presses the button. Without this script there is the link below.
const permissions = ["allow-scripts", "allow-same-origin", "allow-popups", "allow-popups-to-escape-sandbox", "allow-presentation"];

for (const stage of document.querySelectorAll(".embed-stage[data-frame]")) {
  stage.firstElementChild.hidden = false;
  stage.querySelector("button").addEventListener("click", () => {
    const frame = document.createElement("iframe");
    const isVideo = stage.dataset.frame.includes("autoplay=1");
    const isDark = matchMedia("(prefers-color-scheme: dark)").matches;
    frame.title = stage.dataset.title;
    frame.sandbox = permissions.join(" ");
    frame.allow = isVideo ? "autoplay; encrypted-media; fullscreen; picture-in-picture" : "";
    frame.referrerPolicy = isVideo ? "strict-origin" : "no-referrer"; // YouTube plays nothing for a page it can't name
    frame.loading = "eager";
    frame.src = stage.dataset.frame + (isDark && !isVideo ? "&theme=dark&dark=1" : ""); // X reads the one, Telegram the other
    stage.replaceChildren(frame);
    frame.focus();
  });
}
