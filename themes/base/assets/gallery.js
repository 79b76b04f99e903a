// The pictures of a gallery, large. Without this script each one is a link to its file.
for (const gallery of document.querySelectorAll(".gallery")) {
  const viewer = gallery.querySelector("dialog");
  const links = [...gallery.querySelectorAll("figure > a")];
  let at = 0;

  const show = (number) => {
    at = (number + links.length) % links.length;
    const large = links[at].parentElement.cloneNode(true);
    const link = large.querySelector("a");
    for (const one of link.querySelectorAll("[sizes]")) one.sizes = "100vw";
    link.replaceWith(...link.childNodes);
    viewer.querySelector(".viewer-picture").replaceChildren(large);
    viewer.querySelector("p").textContent = `${at + 1} / ${links.length}`;
  };

  gallery.addEventListener("click", (event) => {
    const link = event.target.closest("figure > a");
    if (!links.includes(link) || event.ctrlKey || event.metaKey || event.shiftKey) return; // a new tab or window is the reader's own wish
    event.preventDefault();
    show(links.indexOf(link));
    viewer.showModal();
  });
  gallery.addEventListener("keydown", (event) => {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    const here = links.indexOf(document.activeElement);
    if (!step || (!viewer.open && here < 0)) return;
    event.preventDefault();
    if (viewer.open) show(at + step);
    else links[(here + step + links.length) % links.length].focus();
  });
  viewer.querySelector(".viewer-previous").addEventListener("click", () => show(at - 1));
  viewer.querySelector(".viewer-next").addEventListener("click", () => show(at + 1));
  viewer.addEventListener("click", (event) => event.target === viewer && viewer.close()); // beside the picture
  viewer.addEventListener("close", () => links[at].focus());
}
