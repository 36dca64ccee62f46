// Passes on what `content/share.py` shows; copying, sending, printing and enlarging need no request.
const copy = async (text, content, said) => {
  // Emptied first, so that screen readers announce the same words again.
  said.textContent = "";
  try {
    await navigator.clipboard.writeText(content);
    said.textContent = said.dataset.copied;
  } catch {
    // Also where there is no clipboard at all: a page that did not come by https has none.
    text.hidden = false;
    getSelection().selectAllChildren(text);
    said.textContent = said.dataset.refused;
  }
};

const send = async (content, otherwise) => {
  try {
    await navigator.share({ text: content });
  } catch (error) {
    if (error.name !== "AbortError") otherwise();
  }
};

// Prints the list alone, with room to write.
const print = (list, title) => {
  const paper = document.createElement("section");
  paper.classList.add("carepath", "paper");
  paper.append(Object.assign(document.createElement("h1"), { textContent: title }));
  paper.append(...list.cloneNode(true).children);
  document.body.append(paper);
  addEventListener("afterprint", () => paper.remove(), { once: true });
  window.print();
};

// Shows the QR code over the whole screen.
const enlarge = (root) => {
  const dialog = root.querySelector("dialog");
  const code = root.querySelector("img").cloneNode(true);
  dialog.querySelector(".code").replaceChildren(code);
  dialog.showModal();
};

const passOn = ({ target }) => {
  const button = target.closest("button");
  const root = button?.closest(".carepath-share");
  if (!root) return;
  const is = (name) => button.classList.contains(name);
  if (is("open")) enlarge(root);
  if (is("close")) button.closest("dialog").close();
  const part = button.closest(".part");
  if (!part) return;
  // What is copied together: a list, or an address.
  const text = part.querySelector(".list, .address");
  const lines = [...text.children].map((line) => line.textContent);
  const content = lines.join("\n") || text.textContent;
  const copied = () => copy(text, content, part.querySelector(".said"));
  if (is("copy")) copied();
  if (is("send")) send(content, copied);
  if (is("print")) print(text, button.dataset.title);
};
