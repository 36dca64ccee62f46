// Shows the server's markup; copying, sending, printing and enlarging need no further request.
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

// What is copied together: a list, or an address.
const connect = (part) => {
  const find = (name) => part.querySelector(`.${name}`);
  const [said, list, send] = ["said", "list", "send"].map(find);
  const text = list ?? find("address");
  const lines = [...text.children].map((line) => line.textContent);
  const content = lines.join("\n") || text.textContent;
  find("copy").onclick = () => copy(text, content, said);
  if (!list) return;
  const printer = find("print");
  printer.onclick = () => print(list, printer.dataset.title);
  send.hidden = !navigator.share;
  send.onclick = async () => {
    try {
      await navigator.share({ text: content });
    } catch (error) {
      if (error.name !== "AbortError") copy(text, content, said);
    }
  };
};

export default function ({ data, parentElement }) {
  const root = parentElement.querySelector(".carepath-share");
  if (root.shown !== data.html) {
    root.shown = data.html;
    root.innerHTML = data.html;
  }
  root.querySelectorAll(".part").forEach(connect);

  const dialog = root.querySelector("dialog");
  // An address that others can't reach has no code.
  if (!dialog) return;
  root.querySelector(".open").onclick = () => {
    dialog.querySelector(".code").replaceChildren(root.querySelector("svg").cloneNode(true));
    dialog.showModal();
  };
  root.querySelector(".close").onclick = () => dialog.close();
}
