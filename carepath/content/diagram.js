// Has the boxes of a drawing work in place: they open details, or choose an answer. They are links, which lead
// to the same. `choose` gets the query parameters of what was tapped, and the address that the link leads to.
const showDrawing = (root, status, choose) => {
  const links = [...root.querySelectorAll("a[data-choice]")];
  for (const link of links) link.setAttribute("role", "button");
  const boxes = links.filter((link) => link.closest("svg"));
  for (const box of boxes) if (box.dataset.opens) box.setAttribute("aria-controls", box.dataset.opens);

  const fits = (choice, query) =>
    [...new URLSearchParams(choice)].every(([key, value]) => (query.get(key) ?? "") === value);

  // An option without a step means its first step; a step inside a step opens the outer one too.
  const mark = (query) => {
    if (query.get("option") && !query.get("step")) query.set("step", "1");
    const around = new URLSearchParams(query);
    around.set("step", (query.get("step") ?? "").split(".")[0]);
    const open = (choice) => fits(choice, query) || fits(choice, around);
    for (const box of boxes) {
      const chosen = open(box.dataset.choice);
      box.classList.toggle("chosen", chosen);
      box.setAttribute(box.dataset.opens ? "aria-expanded" : "aria-pressed", String(chosen));
    }
    for (const section of root.querySelectorAll("section.details")) {
      section.hidden = !open(section.dataset.choice);
    }
  };

  const fromAddress = () => mark(new URLSearchParams(location.search));

  const follow = (link) => {
    const section = document.getElementById(link.dataset.opens);
    const shut = link.getAttribute("aria-expanded") === "true";
    const way = shut ? section.querySelector(":scope > .close") : link;
    delete document.documentElement.dataset.opened;
    const values = Object.fromEntries(new URLSearchParams(way.dataset.choice));
    const query = new URLSearchParams(location.search);
    for (const [key, value] of Object.entries(values)) query.set(key, value);
    mark(query);
    status.textContent = (shut ? way : section ?? way).dataset.said ?? "";
    if (section && !shut) section.querySelector("h3").scrollIntoView({ block: "nearest" });
    if (link.matches(".close")) {
      const opened = link.closest("section").id;
      boxes.find((box) => box.dataset.opens === opened && box.getClientRects().length)?.focus();
    }
    if (link.matches(".whole")) {
      const page = root.closest(".stMain, #first");
      const title = page.querySelector("h1");
      title.tabIndex = -1;
      title.focus({ preventScroll: true });
      page.scrollTop = 0;
    }
    choose(values, way.getAttribute("href"));
  };

  // A tap that opens another window or tab is the browser's.
  const tapped = (event) => {
    const { type, key, button, ctrlKey, metaKey, shiftKey, altKey } = event;
    const link = event.target.closest("a[data-choice]");
    if (!links.includes(link) || button || ctrlKey || metaKey || shiftKey || altKey) return;
    if (type === "keydown" && key !== "Enter" && key !== " ") return;
    event.preventDefault();
    follow(link);
  };
  root.onclick = root.onkeydown = tapped;
  window.addEventListener("popstate", fromAddress);
  fromAddress();
  return () => window.removeEventListener("popstate", fromAddress);
};
