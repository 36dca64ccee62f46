// The markup, which the server has packed.
const unpack = (data) => {
  const stream = new Blob([data]).stream().pipeThrough(new DecompressionStream("deflate"));
  return new Response(stream).text();
};
const same = (one, other) => one?.length === other.length && one.every((byte, at) => byte === other[at]);

const FRESH = 5000; // ms: a drawing that arrives later isn't the result of an answer.

// Shows the server's markup by its parts. One that stays the same is left alone: it keeps the focus and what a
// reader opened or typed in it.
const update = (root, html, status) => {
  const sent = document.createElement("template");
  sent.innerHTML = html;
  const known = new Map([...root.children].map((part) => [part.dataset.part, part]));
  const parts = [...sent.content.children].map((part) => {
    part.sent = part.innerHTML;
    const before = known.get(part.dataset.part);
    if (before?.sent === part.sent) return before;
    const drawing = part.querySelector(".carepath-drawing[data-said]");
    if (drawing) status.textContent = drawing.dataset.said;
    return part;
  });
  const drawn = parts.find((part) => part.matches(".carepath-diagram") && part.parentElement !== root);
  for (const part of known.values()) if (!parts.includes(part)) part.remove();
  parts.forEach((part, at) => {
    const next = root.children[at];
    if (next !== part) root.insertBefore(part, next ?? null);
  });
  // An answer tapped on the map disappears with the map, so the next drawing takes the focus.
  if (performance.now() - window.carepathAnswered < FRESH) {
    drawn?.querySelector("h2").focus({ preventScroll: true });
  }
  window.carepathAnswered = undefined;
};

export default function ({ data, parentElement, setTriggerValue }) {
  const find = () => [".carepath-article", "[role=status]"].map((one) => parentElement.querySelector(one));
  let [root, status] = find();
  const choose = (values) => {
    if (!("option" in values)) window.carepathAnswered = performance.now();
    setTriggerValue("chosen", values);
  };
  let ends;
  let ended = false;
  const begin = () => {
    ends = [...root.children].map((part) => {
      if (part.dataset.part === "trials") return showTrials(part);
      return part.matches(".carepath-diagram") ? showDrawing(part, status, choose) : undefined;
    });
  };
  if (same(root.unpacked, data)) begin();
  else {
    unpack(data).then((html) => {
      // Newer markup may have come meanwhile, or another page.
      if (ended) return;
      // Streamlit may have made the component's elements anew.
      [root, status] = find();
      root.unpacked = data;
      update(root, html, status);
      begin();
    });
  }
  return () => {
    ended = true;
    ends?.forEach((end) => end?.());
  };
}
