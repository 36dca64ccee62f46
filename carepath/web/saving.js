// Loads a sheet in a hidden frame, because submitting a form to the window itself makes Firefox drop
// the page's WebSocket, and lose the next tap. If a page arrives instead of a sheet, the window
// submits the form again and shows that page.
(() => {
  let frame;
  const put = () => {
    frame = document.createElement("iframe");
    frame.name = "sheet";
    frame.hidden = true;
    document.body.append(frame);
  };
  document.addEventListener("submit", ({ target: form }) => {
    if (!form.matches(".files form")) return;
    if (!frame) put();
    form.target = frame.name;
    frame.onload = () => {
      form.target = "";
      form.submit();
    };
  });
})();
