// Keeps the prerendered page in view until Streamlit shows the same, then removes it.
(() => {
  // Streamlit's scripts contain regular expressions with this flag; a browser without it can't parse them.
  const readsStreamlit = () => {
    try {
      return Boolean(new RegExp("", "v"));
    } catch {
      return false;
    }
  };
  const root = document.getElementById("root");
  const first = document.getElementById("first");
  const { dataset } = document.documentElement;
  const limits = first?.querySelector(".limits[role=status]");
  const tell = (limit) => {
    dataset.limit = limit;
    limits.textContent = limits.dataset[limit];
  };
  if (limits && !readsStreamlit()) {
    tell("browser");
    return;
  }

  // Streamlit loads after the first paint, so that it doesn't compete for bandwidth before.
  const load = () => document.body.append(document.getElementById("streamlit").content);
  requestAnimationFrame(() => setTimeout(load));
  if (!first) return;

  const PATIENCE = 12000; // ms: then a notice says what is missing.
  setTimeout(tell, PATIENCE, "connection");

  const LATEST = 5000; // ms: the longest wait for the last part after the others.
  const STEADY = 4; // frames
  let at = 0;
  first.addEventListener("scroll", () => { if (first.isConnected) at = first.scrollTop; });

  // A meaning that is open closes when it is taken off the page, and no event tells it.
  let meaning = null;
  first.addEventListener("toggle", ({ target, newState }) => {
    if (target.matches(".meaning")) meaning = newState === "open" ? target : null;
  }, true);

  // Streamlit empties its root at once, and fills it only after the server's first response.
  const stay = () => {
    const focused = document.activeElement === document.body ? last : document.activeElement;
    document.body.prepend(first);
    root.inert = true;
    // Not laid out until it holds the page, or it would load fonts for text that nobody sees.
    root.hidden = true;
    first.scrollTop = at;
    if (first.contains(focused)) focused.focus({ preventScroll: true });
    meaning?.showPopover();
  };
  let last = null;
  first.addEventListener("focusin", (event) => { last = event.target; });
  first.addEventListener("focusout", (event) => { if (event.relatedTarget) last = null; });

  // An element inside a closed fold may have a size.
  const visible = (element) =>
    element.getClientRects().length && !element.closest("details:not([open]) > :not(summary)");
  const named = (element) =>
    element.getAttribute("aria-label") ?? (element.labels?.[0] ?? element).textContent.trim();
  const twin = (selector, element) => {
    const same = (one) => named(one) === named(element) && visible(one);
    const before = [...first.querySelectorAll(selector)].filter(same).indexOf(element);
    return [...root.querySelectorAll(selector)].filter(same)[Math.max(before, 0)];
  };

  const follow = () => {
    const main = root.querySelector(".stMain");
    const headings = [...first.querySelectorAll("h1, h2, h3")].filter(visible);
    const read = headings.filter((h) => h.getBoundingClientRect().top < innerHeight / 3).pop();
    for (const fold of first.querySelectorAll(".paths details[open]")) {
      const summary = twin(".paths summary", fold.querySelector("summary"));
      if (summary) summary.parentElement.open = true;
    }
    const there = at > 0 && read && twin("h1, h2, h3", read);
    const top = read?.getBoundingClientRect().top;
    const focus = last && twin("a, summary, button, h3, input", last);
    if (there) main.scrollTop += there.getBoundingClientRect().top - top;
    focus?.focus({ preventScroll: true });
  };
  const leave = () => {
    root.inert = false;
    try {
      // Streamlit has read the address and the list earlier than the reader may have changed them.
      if ("moved" in first.dataset) dispatchEvent(new PopStateEvent("popstate", { state: {} }));
      for (const tick of ticks) {
        const same = "late" in tick.dataset && twin("input", tick);
        if (same && same.checked !== tick.checked) same.click();
      }
      follow();
    } finally {
      first.remove();
      if (meaning) root.querySelector(`.term[popovertarget="${meaning.id}"]`)?.click();
    }
  };

  const wanted = first.dataset.until.split("|");
  const ticks = [...first.querySelectorAll(".ticks input")];
  let waiting;
  let late = false;
  const end = () => {
    watch.disconnect();
    clearTimeout(waiting);
    settle();
  };
  // Parts of a new page grow for some frames; the handover waits until they are done.
  const settle = (before = -1, same = 0) => {
    const height = root.querySelector(".stMain")?.scrollHeight;
    if (same === STEADY) leave();
    else requestAnimationFrame(() => settle(height, height === before ? same + 1 : 0));
  };
  const look = () => {
    if (!first.isConnected) stay();
    if (root.contains(first)) return;
    const shown = wanted.filter((selector) => root.querySelector(selector));
    // Without the first part there is less to read in Streamlit's page than in this one.
    root.hidden = shown[0] !== wanted[0];
    if (!root.hidden) waiting ??= setTimeout(() => { late = true; look(); }, LATEST);
    // Streamlit's checkboxes come one after the other.
    const whole = () => shown.length === wanted.length && ticks.every((tick) => twin("input", tick));
    if (dataset.list !== "waiting" && (late || whole())) end();
  };
  const watch = new MutationObserver(look);
  watch.observe(root, { childList: true, subtree: true });
  watch.observe(document.documentElement, { attributes: true, attributeFilter: ["data-list"] });
})();
