// Shows the server's markup; copying and enlarging need no further request.
export default function ({ data, parentElement }) {
  const root = parentElement.querySelector(".carepath-share");
  if (root.shown !== data.html) {
    root.shown = data.html;
    root.innerHTML = data.html;
  }
  const find = (name) => root.querySelector(`.${name}`);
  const [address, said, dialog] = ["address", "said", "dialog"].map(find);

  find("copy").onclick = async () => {
    // Emptied first, so that screen readers announce the same words again.
    said.textContent = "";
    try {
      await navigator.clipboard.writeText(address.textContent);
      said.textContent = said.dataset.copied;
    } catch {
      // Also where there is no clipboard at all: a page that did not come by https has none.
      getSelection().selectAllChildren(address);
      said.textContent = said.dataset.refused;
    }
  };
  // An address that others can't reach has no code.
  if (!dialog) return;
  find("open").onclick = () => dialog.showModal();
  find("close").onclick = () => dialog.close();
}
