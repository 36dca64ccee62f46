// Shows the server's markup by its parts. One that stays the same is left alone: it keeps the focus and what a
// reader opened or typed in it.
const SHOWN = { map: showDrawing, paths: showDrawing, compare: showDrawing, trials: showTrials };

const update = (root, html) => {
  if (root.shown === html) return;
  root.shown = html;
  const sent = document.createElement("template");
  sent.innerHTML = html;
  const known = new Map([...root.children].map((part) => [part.dataset.part, part]));
  const parts = [...sent.content.children].map((part) => {
    part.sent = part.innerHTML;
    const before = known.get(part.dataset.part);
    return before?.sent === part.sent ? before : part;
  });
  for (const part of known.values()) if (!parts.includes(part)) part.remove();
  parts.forEach((part, at) => {
    const next = root.children[at];
    if (next !== part) root.insertBefore(part, next ?? null);
  });
};

export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".carepath-article");
  const status = parentElement.querySelector("[role=status]");
  update(root, data.html);
  const ends = [...root.children].map((part) => SHOWN[part.dataset.part]?.(part, status, setTriggerValue));
  return () => ends.forEach((end) => end?.());
}
