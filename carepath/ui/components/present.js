// All slides are in the markup. A move shows one at once, then notifies the server.
export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".carepath-present");
  const status = parentElement.querySelector("[role=status]");
  const fresh = root.shown !== data.html;

  if (fresh) {
    root.shown = data.html;
    root.innerHTML = data.html;
  }
  const title = root.querySelector("h1");
  const slides = [...root.querySelectorAll(".slide")];
  const [prompter, back, next] = root.querySelectorAll("button");
  const prompts = root.querySelector(".prompts");

  const show = (at) => {
    root.at = at;
    for (const part of root.querySelectorAll("[data-slide]")) {
      part.hidden = part.dataset.slide !== String(at);
    }
    title.textContent = slides[at].dataset.title;
    back.setAttribute("aria-disabled", String(at === 0));
    next.setAttribute("aria-disabled", String(at === slides.length - 1));
  };

  // An option without a step means its first step.
  const fromAddress = () => {
    const query = new URLSearchParams(location.search);
    const option = query.get("option") ?? "";
    const step = query.get("step") ?? "";
    const fits = ({ dataset }) => dataset.option === option && (!step || dataset.step === step);
    show(Math.max(0, slides.findIndex(fits)));
  };

  const move = (by) => {
    const [from, to] = [slides[root.at], slides[root.at + by]];
    if (!to) return;
    show(root.at + by);
    title.scrollIntoView({ block: "nearest" });
    status.textContent = to.dataset.said;
    const { option, step } = to.dataset;
    if (option !== from.dataset.option || step !== from.dataset.step) {
      setTriggerValue("moved", { option, step });
    }
  };

  const prompt = () => {
    prompts.hidden = !prompts.hidden;
    prompter.setAttribute("aria-expanded", String(!prompts.hidden));
    if (!prompts.hidden) prompts.scrollIntoView({ block: "nearest" });
  };

  back.onclick = () => move(-1);
  next.onclick = () => move(1);
  prompter.onclick = prompt;

  // Presenter remotes send Page Up and Page Down. On a page taller than the screen, those keep
  // scrolling it.
  const scrolls = () => {
    const main = root.closest("[data-testid=stMain]") ?? document.documentElement;
    return main.scrollHeight > main.clientHeight + 1;
  };
  const keyed = (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    if (event.target.closest("input, textarea, select, [contenteditable], [role=dialog]")) return;
    const by = { ArrowLeft: -1, ArrowRight: 1, PageUp: -1, PageDown: 1 }[event.key];
    if (!by || (event.key.startsWith("Page") && scrolls())) return;
    event.preventDefault();
    move(by);
  };

  // The width of the row at the top right depends on language and text size.
  const row = document.querySelector(".st-key-present-top");
  const measure = new ResizeObserver(() => {
    root.style.setProperty("--beside", `${Math.ceil(row.getBoundingClientRect().width)}px`);
  });
  measure.observe(row);

  window.addEventListener("keydown", keyed);
  window.addEventListener("popstate", fromAddress);
  // A later run of the same markup may result from an earlier move, so the current slide stays.
  if (fresh) fromAddress();
  return () => {
    measure.disconnect();
    window.removeEventListener("keydown", keyed);
    window.removeEventListener("popstate", fromAddress);
  };
}
