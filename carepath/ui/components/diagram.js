// A tap on a box opens details at once, then notifies the server.
const FRESH = 5000; // ms: a drawing that arrives later isn't the result of that tap.

const showDrawing = (root, status, setTriggerValue) => {
  if (!root.seen) {
    root.seen = true;
    const drawing = root.querySelector("[data-said]");
    if (drawing) status.textContent = drawing.dataset.said;
    // An answer tapped on the map disappears with the map, so the next drawing takes the focus.
    if (performance.now() - window.carepathAnswered < FRESH) {
      root.querySelector("h2").focus({ preventScroll: true });
    }
    window.carepathAnswered = undefined;
  }

  const fits = (choice, query) =>
    [...new URLSearchParams(choice)].every(([key, value]) => (query.get(key) ?? "") === value);

  // An option without a step means its first step; a step inside a step opens the outer one too.
  const mark = (address) => {
    const query = new URLSearchParams(address);
    if (query.get("option") && !query.get("step")) query.set("step", "1");
    const around = new URLSearchParams(query);
    around.set("step", (query.get("step") ?? "").split(".")[0]);
    const open = (choice) => fits(choice, query) || fits(choice, around);
    for (const box of root.querySelectorAll("[role=button]")) {
      const chosen = open(box.dataset.choice);
      box.classList.toggle("chosen", chosen);
      const state = box.hasAttribute("aria-expanded") ? "aria-expanded" : "aria-pressed";
      box.setAttribute(state, String(chosen));
    }
    for (const section of root.querySelectorAll("section.details")) {
      section.hidden = !open(section.dataset.choice);
    }
  };

  const fromAddress = () => mark(new URLSearchParams(location.search));

  const choose = (box) => {
    const section = document.getElementById(box.getAttribute("aria-controls"));
    const shut = box.getAttribute("aria-expanded") === "true";
    delete document.documentElement.dataset.opened;
    const { choice, said } = (shut ? section.querySelector(":scope > .close") : box).dataset;
    const values = Object.fromEntries(new URLSearchParams(choice));
    const query = new URLSearchParams(location.search);
    for (const [key, value] of Object.entries(values)) query.set(key, value);
    mark(query);
    status.textContent = said ?? section?.dataset.said ?? "";
    if (section && !section.hidden) section.querySelector("h3").scrollIntoView({ block: "nearest" });
    if (box.matches(".close")) {
      const opened = `[aria-controls="${box.closest("section").id}"]`;
      [...root.querySelectorAll(opened)].find((one) => one.getClientRects().length)?.focus();
    }
    if (box.matches(".whole")) {
      const title = document.querySelector(".stMain h1");
      title.tabIndex = -1;
      title.focus({ preventScroll: true });
      title.closest(".stMain").scrollTop = 0;
    }
    if (!("option" in values)) window.carepathAnswered = performance.now();
    setTriggerValue("chosen", values);
  };

  root.onclick = (event) => {
    const target = event.target.closest("[data-choice]:not(section)");
    if (target) choose(target);
  };
  root.onkeydown = (event) => {
    if (event.key !== "Enter" && event.key !== " ") return;
    const target = event.target.closest("svg [data-choice]");
    if (!target) return;
    event.preventDefault();
    choose(target);
  };
  window.addEventListener("popstate", fromAddress);
  fromAddress();
  return () => window.removeEventListener("popstate", fromAddress);
};
