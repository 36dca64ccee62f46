// Follows a presentation: on the page of its room it shows the presenter's slide; on the reader's own
// pages, a bar that says where the presentation is and leads back.
(() => {
  const KEPT = "carepath.room";
  const EVERY = 4000; // ms between two looks at the connection
  const PATIENCE = 5000; // ms for the first event of a stream
  const QUIET = 40000; // ms without an event of a stream that has had some: more than two beats

  const read = () => {
    try {
      return JSON.parse(sessionStorage.getItem(KEPT)) ?? {};
    } catch {
      return {}; // Nothing is kept, or the browser keeps nothing for this site.
    }
  };
  const keep = (values) => {
    try {
      sessionStorage.setItem(KEPT, JSON.stringify({ ...read(), ...values }));
    } catch {
      // The page works without it.
    }
  };
  const forget = () => {
    try {
      sessionStorage.removeItem(KEPT);
    } catch {
      // Nothing is kept.
    }
  };

  // Calls `apply` with each newer state, and `tell` with whether there is a connection.
  const follow = (code, apply, tell) => {
    let stream = null;
    let opened = 0;
    let heard = 0;
    let seen = -1;
    let over = false;

    const take = (state) => {
      tell(true);
      if (state.version < seen) return;
      seen = state.version;
      over = state.ended;
      if (over) close();
      apply(state);
    };
    const close = () => {
      if (stream) stream.close();
      stream = null;
    };
    // Each event holds the whole state, so a new stream catches up at once.
    const open = () => {
      close();
      if (document.hidden || over) return;
      opened = Date.now();
      heard = 0;
      stream = new EventSource(`/room/${code}/events`);
      stream.onmessage = ({ data }) => {
        heard = Date.now();
        take(JSON.parse(data));
      };
    };
    // Where no stream reaches the phone, it asks.
    const ask = async () => {
      try {
        const answer = await fetch(`/room/${code}/state`, { cache: "no-store" });
        if (answer.ok) take(await answer.json());
        else if (answer.status === 404 || answer.status === 410) take({ version: seen, ended: true });
        else tell(answer.status < 500);
      } catch {
        tell(false);
      }
    };
    const look = () => {
      if (document.hidden || over) return;
      const now = Date.now();
      const late = heard ? now - heard > QUIET : now - opened > PATIENCE;
      if (stream && stream.readyState === EventSource.OPEN && !late) return;
      ask();
      if (!stream || stream.readyState === EventSource.CLOSED || now - opened > QUIET) open();
    };
    open();
    setInterval(look, EVERY);
    // A phone's system cuts the stream of a page that nobody sees, and the page doesn't notice.
    document.addEventListener("visibilitychange", open);
    addEventListener("pageshow", ({ persisted }) => persisted && open());
    addEventListener("pagehide", close);
    addEventListener("online", open);
    addEventListener("offline", () => tell(false));
  };

  // --- The page of a room --------------------------------------------------------------------------

  const page = (code) => {
    let root = document.querySelector(".room");
    const find = (selector) => root.querySelector(selector);
    const lost = (connected) => {
      const line = find(".lost");
      const text = connected ? "" : line && line.dataset.text;
      if (line && line.textContent !== text) line.textContent = text;
    };

    const point = ({ option, step }) => {
      const url = new URL(root.dataset.view, location);
      if (option) url.searchParams.set("option", option);
      if (step) url.searchParams.set("step", step);
      find(".around").href = url.pathname + url.search;
    };
    const show = (key) => {
      const slides = [...root.querySelectorAll(".slide")];
      const slide = slides.find(({ dataset }) => dataset.key === key);
      if (!slide) return false;
      if (slide.hidden) {
        for (const other of slides) other.hidden = other !== slide;
        find("h1").textContent = slide.dataset.title;
        scrollTo(0, 0);
        find(".said").textContent = slide.dataset.said;
      }
      point(slide.dataset);
      return true;
    };

    // Another view, or the end of the room, is another page at the same address.
    let loading = false;
    const renew = async () => {
      if (loading) return;
      loading = true;
      try {
        const answer = await fetch(location.href, { cache: "no-store" });
        const html = await answer.text();
        const fresh = new DOMParser().parseFromString(html, "text/html");
        const other = fresh.querySelector(".room");
        if (!other) throw new Error();
        root.replaceWith(other);
        root = other;
        document.title = fresh.title;
        begin();
      } catch {
        lost(false);
        setTimeout(() => { loading = false; renew(); }, EVERY);
        return;
      }
      loading = false;
    };
    const apply = (state) => {
      if (state.ended) renew();
      else if (state.query !== root.dataset.query || !show(state.slide)) renew();
    };

    // --- Questions that the phone marks ---
    const marked = () => new Set(read().marks);
    const listed = () => {
      const marks = marked();
      for (const box of root.querySelectorAll(".asks input")) {
        box.disabled = false;
        box.checked = marks.has(box.value);
      }
      for (const line of root.querySelectorAll(".listed")) {
        line.hidden = !marks.size;
        line.firstElementChild.href = `${root.dataset.questions}#ask=${[...marks].join(".")}`;
      }
    };
    const mark = async ({ target }) => {
      if (!target.matches(".asks input")) return;
      const marks = marked();
      const on = target.checked;
      const body = JSON.stringify({ prompt: target.value, on });
      const change = on ? () => marks.add(target.value) : () => marks.delete(target.value);
      try {
        const headers = { "Content-Type": "application/json" };
        const answer = await fetch(`/room/${code}/asked`, { method: "POST", headers, body });
        if (!answer.ok) throw new Error();
        change();
        keep({ marks: [...marks] });
      } catch {
        lost(false);
      }
      listed();
    };

    const begin = () => {
      if (root.matches(".over")) {
        forget();
        return;
      }
      const slide = [...root.querySelectorAll(".slide")].find(({ hidden }) => !hidden);
      point(slide.dataset);
      keep({ code, bar: JSON.parse(root.dataset.bar) });
      listed();
    };
    if (read().code !== code) forget();
    begin();
    document.addEventListener("change", mark);
    if (!root.matches(".over")) follow(code, apply, lost);
  };

  // --- The bar on the reader's own pages -----------------------------------------------------------

  const bar = ({ code, bar: words }) => {
    const sheet = Object.assign(document.createElement("link"), { rel: "stylesheet", href: "/room.css" });
    const part = document.createElement("aside");
    const place = part.appendChild(document.createElement("p"));
    const back = part.appendChild(document.createElement("a"));
    const stop = part.appendChild(document.createElement("button"));
    part.className = "carepath-room";
    back.href = `/room/${code}`;
    stop.type = "button";
    const leave = () => {
      forget();
      part.remove();
      document.documentElement.classList.remove("in-room");
    };
    stop.onclick = leave;
    let last;
    // The page may change its language in place.
    const write = (state) => {
      last = state;
      const { lang } = document.documentElement;
      const say = words[lang] ?? Object.values(words)[0];
      const name = state.ended ? "" : state.names[lang] ?? Object.values(state.names)[0];
      part.setAttribute("aria-label", say.label);
      place.textContent = state.ended ? say.ended : say.at.replace("{name}", () => name);
      back.textContent = say.back;
      stop.textContent = say.stop;
      back.hidden = state.ended;
      if (!sheet.isConnected) document.head.append(sheet);
      if (state.ended) forget();
    };
    // Not before its style, or it would be seen to jump.
    sheet.onload = () => {
      document.body.append(part);
      document.documentElement.classList.add("in-room");
    };
    new MutationObserver(() => last && write(last)).observe(document.documentElement, {
      attributes: true,
      attributeFilter: ["lang"],
    });
    follow(code, write, () => {});
  };

  const [, first, code] = location.pathname.split("/");
  if (first === "room" && document.querySelector(".room")) page(code.toUpperCase());
  else if (read().code && read().bar) bar(read());
})();
