// Shows the way back to a presentation that this tab follows.
(() => {
  try {
    if (!sessionStorage.getItem("carepath.room")) return;
  } catch {
    return; // The browser keeps nothing for this site.
  }
  const script = document.createElement("script");
  script.src = "/room.js";
  document.head.append(script);
})();
