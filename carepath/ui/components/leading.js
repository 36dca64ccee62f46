// Lets phones follow the slides: makes a room, tells it each slide, and says which screen leads it.
// The secret is after the # of the address, which browsers don't send, and in this tab, because
// Streamlit rewrites the address without it.
const leading = (() => {
  const KEPT = "carepath.lead";
  const EVERY = 4000; // ms between two looks at the room
  const HASH = /^#room=([A-Z0-9]+)\.([\w-]+)$/;
  const driver = [...crypto.getRandomValues(new Uint32Array(4))].map((part) => part.toString(36)).join("");

  let room = null; // Its code and secret, and whether this screen leads it.
  let part = null; // The elements that show it, and what tells the present slide.
  let pending = null; // What the next message says besides the slide.
  let busy = false;
  let timer = 0;

  const kept = () => {
    try {
      return sessionStorage.getItem(KEPT) ?? "";
    } catch {
      return ""; // The browser keeps nothing for this site.
    }
  };
  const keep = (hash) => {
    try {
      if (hash) sessionStorage.setItem(KEPT, hash);
      else sessionStorage.removeItem(KEPT);
    } catch {
      // The address has it.
    }
  };
  const address = () => {
    const hash = room ? `#room=${room.code}.${room.secret}` : "";
    keep(hash);
    if (location.hash !== hash && (hash || HASH.test(location.hash))) {
      history.replaceState(history.state, "", location.pathname + location.search + hash);
    }
  };
  const say = (word) => {
    const text = word ? part.phones.dataset[word] : "";
    if (part.status.textContent !== text) part.status.textContent = text;
    part.take.hidden = word !== "taken";
  };
  const draw = () => {
    const { start, open } = part.phones.dataset;
    part.button.hidden = false;
    part.button.textContent = room ? open.replace("{code}", room.code) : start;
    part.end.hidden = !room;
  };

  const send = (path, message) => {
    const { lang } = document.documentElement;
    return fetch(`/room${path}?lang=${lang}`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ driver, ...part.place(), ...message }),
    });
  };
  const close = (word) => {
    room = null;
    address();
    part.dialog.close();
    part.shown.replaceChildren();
    part.asked("");
    draw();
    say(word);
  };
  const read = ({ leads, ended, asked, html }) => {
    if (ended) {
      close("over");
      return;
    }
    if (html) part.shown.innerHTML = html;
    if (leads !== room.leads) {
      if (!leads) part.dialog.close();
      say(leads ? "" : "taken");
    } else if (part.status.textContent === part.phones.dataset.failed) say("");
    room.leads = leads;
    part.asked(asked);
  };
  // One message at a time, each with the slide of its moment. A lost one is made up for by the next.
  const tell = async (more = {}) => {
    if (!room) return;
    pending = { ...pending, ...more };
    if (busy) return;
    busy = true;
    while (pending && room) {
      const message = { ...pending, secret: room.secret };
      pending = null;
      try {
        const answer = await send(`/${room.code}/lead`, message);
        if (answer.ok) read(await answer.json());
        else if (answer.status < 500 && answer.status !== 400) close("over");
      } catch {
        say("failed");
        pending = message.take || message.end ? { ...message, ...pending } : pending;
        break;
      }
    }
    busy = false;
    address();
  };

  const start = async () => {
    if (part.shown.querySelector(".obstacle")) {
      part.dialog.showModal();
      return;
    }
    if (busy) return;
    busy = true;
    try {
      const answer = await send("", {});
      if (answer.ok) {
        const { code, secret, html } = await answer.json();
        room = { code, secret, leads: true };
        part.shown.innerHTML = html;
        address();
        draw();
        say("");
        part.dialog.showModal();
      } else say(answer.status === 503 ? "full" : "failed");
    } catch {
      say("failed");
    }
    busy = false;
  };

  // Called in every run, with the elements of the slides as they are now.
  const attach = (root, place, asked) => {
    const phones = root.querySelector(".phones");
    if (!phones) return;
    const find = (selector) => phones.querySelector(selector);
    const fresh = !part || part.phones !== phones;
    part = {
      phones,
      place,
      asked,
      status: find(".leads"),
      take: find(".take"),
      dialog: find("dialog"),
      shown: find(".shown"),
      end: find(".end"),
      button: root.querySelector(".open-room"),
    };
    part.button.onclick = () => (room ? part.dialog.showModal() : start());
    part.take.onclick = () => tell({ take: true });
    part.end.onclick = () => tell({ end: true });
    find(".close").onclick = () => part.dialog.close();
    const known = HASH.exec(location.hash) ?? HASH.exec(kept());
    if (known && (!room || room.code !== known[1])) room = { code: known[1], secret: known[2] };
    address();
    draw();
    if (fresh && room) tell({ take: room.leads !== false });
    clearInterval(timer);
    timer = setInterval(() => tell(), EVERY);
  };
  const detach = () => clearInterval(timer);

  return { attach, detach, tell, address };
})();
