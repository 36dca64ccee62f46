// Shows the step that the address is about, and gives its heading the focus.
(() => {
  const first = document.getElementById("first");
  const target = document.getElementById(document.documentElement.dataset.opened);
  if (!target) return;
  const show = () => target.scrollIntoView();
  const boxes = [...target.querySelectorAll("figure a")];
  const focus = target.matches(".details") ? target.querySelector("h3") : boxes.find((box) => box.getClientRects().length);
  focus?.focus({ preventScroll: true });
  show();
  // Text takes its final size with its fonts; a reader who has moved by then stays there.
  const at = first.scrollTop;
  document.fonts.ready.then(() => { if (first.scrollTop === at) show(); });
})();
