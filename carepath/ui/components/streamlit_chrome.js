// Puts Streamlit's own controls into the reader's language, shows the pages that links lead to in place,
// and keeps focus and typed text from being lost.

// Selectors of the elements that show these words or are labelled with them.
const SAID = {
  skip: "[data-testid=stSkipToContent]",
  sidebar: ".stSidebar",
  open: "[data-testid=stExpandSidebarButton]",
  close: "[data-testid=stSidebarCollapseButton] > button",
  choices: "button[aria-haspopup=listbox]",
  chosen: "[data-testid=stMultiSelectTagsContainer] > [role=group]",
  taken: "[data-tag] > button",
  clear: "[data-testid=stMultiSelect] [role=group] > button:not([aria-haspopup])",
  all: "[data-key=__select_all__] > [data-item-hl]",
  none: "[role=listbox][data-empty] [role=option] > span",
  left: "[data-trigger=ComboBox] > div > button",
  done: "[data-testid=InputInstructions] > span:first-child",
};
// Text fields, and the button that submits them.
const FIELD = ".stTextInput input";
const SEND = ".stFormSubmitButton button";
const PHONE = matchMedia("(max-width: 768px)");

let last; // The focused element, or the last one that was.
let before = []; // The headings before it, the nearest first.
let away = false; // Whether the connection is lost, or is back without a finished run.
let asked = false; // Whether a run has been requested on a connection that is back.
let ran = false; // Whether it has started.
let sent; // The form that was submitted meanwhile.
let pages = []; // The paths of the pages.
let chosen; // The address of the link that was followed meanwhile.
let place; // The page's path and heading at the last look.
let opening = false; // Whether the address is about a step or an option that isn't shown yet.

const shown = (element) =>
  element.getClientRects().length && getComputedStyle(element).visibility === "visible";
const heading = () => document.querySelector(".stMain h1");

const go = (element) => {
  if (!element.matches("button, [role=button]")) element.tabIndex = -1;
  element.focus();
};

const say = (words) => {
  for (const found of document.querySelectorAll(Object.values(SAID).join())) {
    const word = words[Object.keys(SAID).find((name) => found.matches(SAID[name]))];
    if (!found.hasAttribute("aria-label")) {
      if (found.textContent !== word) found.textContent = word;
    } else if (found.getAttribute("aria-label") !== word) found.setAttribute("aria-label", word);
  }
};

// A URL or an earlier visit can make Streamlit use another theme than the system's.
const dress = (app) => {
  const theme = getComputedStyle(app).colorScheme;
  const { dataset } = document.documentElement;
  if (dataset.theme !== theme) dataset.theme = theme;
};

// Whether an address is about a step or an option on its page.
const opens = ({ pathname, search }) => pathname === pages[0] && new URLSearchParams(search).has("option");

// Shows the step or the option that an address is about, as web/opened.js does for a new document.
const open = () => {
  const section = [...document.querySelectorAll(".stMain section.details:not([hidden])")].pop();
  if (!opening || !section) return;
  opening = false;
  const option = section.closest(".option");
  const whole = !new URLSearchParams(location.search).has("step");
  document.documentElement.dataset.opened = whole ? option.id : section.id;
  const boxes = [...option.querySelectorAll("figure [role=button]")];
  go(whole ? boxes.find(shown) : section.querySelector("h3"));
  (whole ? option : section).scrollIntoView();
};

// Shows the beginning of a page.
const begin = () => {
  const title = heading();
  go(title);
  title.closest(".stMain").scrollTop = 0;
};

// Moves the focus to the heading of a new page, as if the browser had loaded it. The heading may
// arrive before the path changes; then the heading of the finished page counts.
const arrive = () => {
  const [path, title] = [location.pathname, heading()];
  const whole = document.querySelector("[data-test-script-state=notRunning]");
  // A prerendered page has been opened already.
  if (!place && !document.getElementById("streamlit")) opening = opens(location);
  const arrived = place && path !== place.path && title && (title !== place.title || whole);
  if (!place || path === place.path || arrived) place = { path, title };
  if (!arrived) return;
  if (PHONE.matches) document.querySelector(SAID.close)?.click();
  begin();
  opening = opens(location);
};

// If the focused element is gone, focuses its replacement, or the heading above it.
const keep = () => {
  if (!last || document.activeElement !== document.body) return;
  if (shown(last) && !last.disabled) return;
  const controls = last.getAttribute("aria-controls") ?? "";
  const twins = document.querySelectorAll(`button[aria-controls="${controls}"]`);
  const next = [...twins, ...before, heading()].find((one) => one?.isConnected && shown(one));
  if (next) go(next);
};

// Streamlit disables its fields without a connection. A disabled field loses the focus, so it gets it
// back before the next key press.
const enable = () => {
  for (const shut of document.querySelectorAll(`:is(${FIELD}, ${SEND}):disabled`)) {
    shut.disabled = false;
    if (shut === last && document.activeElement === document.body) shut.focus();
  }
};

// Streamlit adds the path of each page to the history as its run begins. It is there already, unless the
// reader has left the page meanwhile; then the addition would drop the way forward.
const push = (state, unused, address) => {
  if (new URL(address, location).pathname !== location.pathname) return;
  History.prototype.pushState.call(history, state, unused, address);
};

// Shows another page or language as the browser's Back button does, in the page that is there.
const visit = (address) => {
  const same = address === location.href;
  History.prototype[same ? "replaceState" : "pushState"].call(history, {}, "", address);
  dispatchEvent(new PopStateEvent("popstate", { state: {} }));
};

// A link that isn't for this window, or not to a page, is the browser's.
const follow = (event) => {
  if (event.defaultPrevented || event.button) return;
  if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  const link = event.target.closest(".stApp a[href]:not([target], [download])");
  if (link?.origin !== location.origin || link.hash || !pages.includes(link.pathname)) return;
  event.preventDefault();
  const address = new URL(link.href);
  // A frame of another site shows the page without Streamlit's header.
  for (const [key, value] of new URLSearchParams(location.search)) {
    if (key.startsWith("embed")) address.searchParams.append(key, value);
  }
  if (away) {
    chosen = address.href;
    return;
  }
  // A link to another language leaves the reader where they are.
  opening = !link.hreflang && opens(address);
  // A page that is there already would else stay where it is, with other answers in it.
  if (!link.hreflang && !opening && address.pathname === location.pathname) begin();
  visit(address.href);
};

// The replica that a page reconnects to may not know it until it has run it, so `run` requests that right
// away.
const connect = ({ testConnectionState, testScriptState }, run) => {
  const running = testScriptState === "running";
  if (testConnectionState !== "CONNECTED") {
    away = true;
    asked = ran = false;
    enable();
    return;
  }
  if (away && !asked) {
    asked = true;
    run();
  }
  if (away && ran && !running) {
    away = false;
    sent?.querySelector(SEND)?.click();
    if (chosen) visit(chosen);
    sent = chosen = undefined;
  } else ran ||= running;
};

// Text submitted meanwhile stays in its field until then.
const wait = (event) => {
  const { type, key, isComposing, target } = event;
  const sends = type === "click" ? SEND : key === "Enter" && !isComposing && FIELD;
  const form = sends && target.closest(sends)?.closest(".stForm");
  if (!away || !form) return;
  event.preventDefault();
  event.stopPropagation();
  sent = form;
};

const focused = ({ target }) => {
  last = target;
  const above = [...document.querySelectorAll(".stMain :is(h1, h2, h3)")];
  const follows = Node.DOCUMENT_POSITION_FOLLOWING;
  before = above.filter((one) => one.compareDocumentPosition(target) & follows).reverse();
};
const tapped = () => {
  last = undefined;
  opening = false;
};

export default function ({ data: bytes, setTriggerValue }) {
  const data = JSON.parse(new TextDecoder().decode(bytes));
  document.documentElement.lang = data.language;
  pages = data.pages;
  const app = document.querySelector(".stApp");
  let frame = 0;
  const look = () => {
    frame = 0;
    dress(app);
    say(data.said);
    arrive();
    keep();
    open();
  };
  const changed = () => {
    connect(app.dataset, () => setTriggerValue("back", true));
    frame ||= requestAnimationFrame(look);
  };
  const watch = new MutationObserver(changed);
  watch.observe(document.body, {
    attributes: true,
    attributeFilter: [
      "aria-label",
      "data-collapsed",
      "data-test-connection-state",
      "data-test-script-state",
      "disabled",
    ],
    childList: true,
    subtree: true,
  });
  watch.observe(app, { attributes: true, attributeFilter: ["class"] });
  document.addEventListener("focusin", focused);
  // A quick reader has the focus somewhere before the first look.
  if (!place && document.activeElement !== document.body) focused({ target: document.activeElement });
  document.addEventListener("pointerdown", tapped);
  document.addEventListener("keydown", wait, true);
  document.addEventListener("click", wait, true);
  document.addEventListener("click", follow);
  document.addEventListener("click", passOn);
  document.documentElement.toggleAttribute("data-sends", Boolean(navigator.share));
  history.pushState = push;
  changed();
  const end = keepList(data.list, data.fragment, setTriggerValue);
  return () => {
    end();
    cancelAnimationFrame(frame);
    watch.disconnect();
    document.removeEventListener("focusin", focused);
    document.removeEventListener("pointerdown", tapped);
    document.removeEventListener("keydown", wait, true);
    document.removeEventListener("click", wait, true);
    document.removeEventListener("click", follow);
    document.removeEventListener("click", passOn);
    delete history.pushState;
  };
}
