// Keeps the words of the page in sight until Streamlit shows the same, then gives the place over.
(() => {
  // Streamlit is loaded when the words have been painted: until then the line is theirs alone.
  const load = () => document.body.append(document.getElementById("streamlit").content);
  requestAnimationFrame(() => setTimeout(load));

  const LATEST = 5000; // ms: what comes later than this after the rest is not waited for.
  const STEADY = 4; // frames
  const root = document.getElementById("root");
  const first = document.getElementById("first");
  if (!first) return;
  let at = 0;
  first.addEventListener("scroll", () => { if (first.isConnected) at = first.scrollTop; });

  // Streamlit empties its root at once, and fills it only when the server has answered.
  const stay = () => {
    const focused = document.activeElement === document.body ? last : document.activeElement;
    document.body.prepend(first);
    root.inert = true;
    // Not laid out until it holds the page: it would have fonts loaded for what nobody sees.
    root.hidden = true;
    first.scrollTop = at;
    if (first.contains(focused)) focused.focus({ preventScroll: true });
  };
  let last = null;
  first.addEventListener("focusin", (event) => { last = event.target; });
  first.addEventListener("focusout", (event) => { if (event.relatedTarget) last = null; });

  const named = (element) => element.getAttribute("aria-label") ?? element.textContent.trim();
  const twin = (selector, element) => {
    const same = (one) => named(one) === named(element) && one.checkVisibility();
    const before = [...first.querySelectorAll(selector)].filter(same).indexOf(element);
    return [...root.querySelectorAll(selector)].filter(same)[Math.max(before, 0)];
  };

  const leave = () => {
    const main = root.querySelector(".stMain");
    const headings = [...first.querySelectorAll("h1, h2, h3")].filter((h) => h.checkVisibility());
    const read = headings.filter((h) => h.getBoundingClientRect().top < 80).pop();
    root.inert = false;
    for (const fold of first.querySelectorAll(".paths details[open]")) {
      const summary = twin(".paths summary", fold.querySelector("summary"));
      if (summary) summary.parentElement.open = true;
    }
    const there = at > 0 && read && twin("h1, h2, h3", read);
    const top = read?.getBoundingClientRect().top;
    const focus = last && twin("a, summary, button, [role=button]", last);
    first.remove();
    if (there) main.scrollTop += there.getBoundingClientRect().top - top;
    focus?.focus({ preventScroll: true });
  };

  const wanted = first.dataset.until.split("|");
  let waiting;
  const end = () => {
    watch.disconnect();
    clearTimeout(waiting);
    settle();
  };
  // Parts of a new page still grow for some frames; the place is given over when they are done.
  const settle = (before = -1, same = 0) => {
    const height = root.querySelector(".stMain")?.scrollHeight;
    if (same === STEADY) leave();
    else requestAnimationFrame(() => settle(height, height === before ? same + 1 : 0));
  };
  const watch = new MutationObserver(() => {
    if (!first.isConnected) stay();
    if (root.contains(first)) return;
    const shown = wanted.filter((selector) => root.querySelector(selector));
    root.hidden = !shown.length;
    if (shown.length === wanted.length) end();
    else if (shown.length) waiting ??= setTimeout(end, LATEST);
  });
  watch.observe(root, { childList: true, subtree: true });
})();
