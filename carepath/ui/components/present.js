// All slides are in the markup. A move shows one at once, then notifies the server.
// The presenter's notes are in a window of their own, which this script writes and leads: nothing
// of them is on the page, and no message or storage is needed.
let notes = null;
// Streamlit calls the function below in every run, and what it returns only after the last one.
let detach = () => {};

// The notes, if their window is open. Its reader may have closed it, or gone elsewhere with it.
const presenter = () => {
  try {
    return notes.document.querySelector(".presenter");
  } catch {
    return null;
  }
};
const say = (status) => { status.textContent = status.dataset.text; };

export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".carepath-present");
  const status = parentElement.querySelector("[role=status]");
  const shown = data.html + data.contact + data.room;
  const fresh = root.shown !== shown;

  if (fresh) {
    root.shown = shown;
    root.innerHTML = data.html;
    root.querySelector(".controls").insertAdjacentHTML("beforebegin", data.room);
    root.querySelector(".slide.last").innerHTML = data.contact;
  }
  const title = root.querySelector("h1");
  const slides = [...root.querySelectorAll(".slide")];
  const blocked = root.querySelector(".blocked");
  const template = root.querySelector("template");
  const like = root.querySelector("dialog.like");
  const opener = root.querySelector(".open-like");

  // What the notes tell of a slide in a fold, which everyone may read on demand.
  const told = (at) => template.content.querySelector(`[data-slide="${at}"] details[data-name]`);

  const place = (at, part) => {
    for (const slide of part.querySelectorAll("[data-slide]")) {
      slide.hidden = slide.dataset.slide !== String(at);
    }
    part.querySelector(".back").setAttribute("aria-disabled", String(at === 0));
    part.querySelector(".next").setAttribute("aria-disabled", String(at === slides.length - 1));
  };

  const show = (at) => {
    root.at = at;
    title.textContent = slides[at].dataset.title;
    place(at, root);
    opener.hidden = !told(at);
    if (presenter()) place(at, presenter());
  };

  // An option without a step means its first step. Several slides may have one address.
  const fromAddress = () => {
    const query = new URLSearchParams(location.search);
    const option = query.get("option") ?? "";
    const step = query.get("step") ?? "";
    const fits = ({ dataset }) => dataset.option === option && (!step || dataset.step === step);
    const here = slides[root.at];
    show(here && fits(here) ? root.at : Math.max(0, slides.findIndex(fits)));
  };

  const move = (by) => {
    const [from, to] = [slides[root.at], slides[root.at + by]];
    if (!to) return;
    show(root.at + by);
    leading.tell();
    title.scrollIntoView({ block: "nearest" });
    status.textContent = to.dataset.said;
    if (presenter()) {
      notes.scrollTo(0, 0);
      presenter().querySelector(".said").textContent = to.dataset.said;
    }
    const { option, step } = to.dataset;
    if (option !== from.dataset.option || step !== from.dataset.step) {
      setTriggerValue("moved", { option, step });
    }
  };

  // Presenter remotes send Page Up and Page Down. They and the arrows move wherever the focus is,
  // but not where someone types. Up and down move only where there is nothing to scroll.
  const keyed = (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    if (event.target.closest("input, textarea, select, [contenteditable]")) return;
    const by = {
      ArrowLeft: -1, ArrowRight: 1, PageUp: -1, PageDown: 1, ArrowUp: -1, ArrowDown: 1,
    }[event.key];
    if (!by || (/Up|Down/.test(event.key.slice(5)) && scrolls(event.view))) return;
    // What lies over a slide is read to its end, then closed, before the slides go on.
    if (like.open && event.view === window) {
      if (/Up|Down/.test(event.key) && goesOn(by)) return;
      event.preventDefault();
      like.close();
      return;
    }
    event.preventDefault();
    event.stopPropagation();
    document.querySelector("dialog[open]")?.close();
    move(by);
  };
  const scrolls = ({ document: page }) => {
    const part = page.querySelector("[data-testid=stMain]") ?? page.documentElement;
    return part.scrollHeight > part.clientHeight + 1;
  };

  const goesOn = (by) => {
    const { scrollTop, scrollHeight, clientHeight } = like.querySelector(".shown");
    return by < 0 ? scrollTop > 0 : scrollTop + clientHeight < scrollHeight - 1;
  };

  const lead = (part) => {
    part.querySelector(".back").onclick = () => move(-1);
    part.querySelector(".next").onclick = () => move(1);
  };

  const tell = () => {
    const fold = document.importNode(told(root.at), true);
    const [, ...texts] = fold.children;
    like.querySelector("h2").textContent = fold.dataset.name;
    like.querySelector(".shown").replaceChildren(...texts);
    like.showModal();
  };

  // The questions that phones mark are for the presenter alone.
  const writeAsked = () => {
    const part = presenter() && presenter().querySelector(".asked");
    if (!part) return;
    part.hidden = !root.asked;
    if (part.shown !== root.asked) {
      part.shown = root.asked;
      part.innerHTML = root.asked ?? "";
    }
  };
  const asked = (html) => {
    root.asked = html;
    writeAsked();
  };

  const write = () => {
    const page = notes.document;
    page.documentElement.lang = document.documentElement.lang;
    page.documentElement.dataset.theme = document.documentElement.dataset.theme ?? "";
    const styles = [...document.querySelectorAll("style")].map((style) => page.importNode(style, true));
    page.head.replaceChildren(...styles);
    page.title = template.dataset.title;
    page.body.className = "carepath-notes";
    page.body.replaceChildren(page.importNode(template.content, true));
  };

  const follow = () => {
    if (!presenter()) return;
    presenter().querySelector(".ended").textContent = "";
    lead(presenter());
    notes.onkeydown = keyed;
    place(root.at, presenter());
    writeAsked();
  };

  const open = () => {
    // By its name, a window that was open before this page was loaded again is found.
    notes = window.open("", "carepath-notes", "popup,width=600,height=800");
    if (!notes) {
      say(blocked);
      return;
    }
    blocked.textContent = "";
    write();
    follow();
    notes.focus();
  };

  const end = () => {
    if (presenter()) say(presenter().querySelector(".ended"));
  };

  const back = () => {
    fromAddress();
    leading.address();
    leading.tell();
  };

  lead(root);
  root.querySelector(".open-notes").onclick = open;
  opener.onclick = tell;
  like.querySelector(".close").onclick = () => like.close();

  // The width of the row at the top right depends on language and text size.
  const row = document.querySelector(".st-key-present-top");
  const measure = new ResizeObserver(() => {
    root.style.setProperty("--beside", `${Math.ceil(row.getBoundingClientRect().width)}px`);
  });
  measure.observe(row);

  detach();
  window.addEventListener("keydown", keyed, true);
  window.addEventListener("popstate", back);
  window.addEventListener("pagehide", end);
  // A later run of the same markup may result from an earlier move, so the current slide stays.
  if (fresh) fromAddress();
  if (fresh && presenter()) write();
  follow();
  leading.attach(root, () => ({ query: data.query, slide: slides[root.at].dataset.key }), asked);

  detach = () => {
    measure.disconnect();
    window.removeEventListener("keydown", keyed, true);
    window.removeEventListener("popstate", back);
    window.removeEventListener("pagehide", end);
  };
  return () => {
    // Also called for a run that a later one has overtaken, while the slides stay.
    if (root.isConnected) return;
    detach();
    leading.detach();
    end();
  };
}
