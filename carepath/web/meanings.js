// Opens and closes the meanings of terms in browsers without popovers.
(() => {
  if ("popover" in HTMLElement.prototype) return;
  const close = () => document.querySelector(".meaning.open")?.classList.remove("open");
  document.addEventListener("click", ({ target }) => {
    const button = target.closest("[popovertarget]");
    if (!button && target.closest(".meaning")) return;
    close();
    if (button?.matches(".term")) {
      document.getElementById(button.getAttribute("popovertarget")).classList.add("open");
    }
  });
  document.addEventListener("keydown", ({ key }) => { if (key === "Escape") close(); });
})();
