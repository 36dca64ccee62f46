// A sheet comes into a frame that nobody sees: a form that is sent to the window itself costs
// Firefox the connection of the page, and with it the next tap. What comes in place of a sheet is
// a page: the window asks once more, and shows what it gets.
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
