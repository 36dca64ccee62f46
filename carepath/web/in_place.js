// Opens the steps of the drawing and keeps ticked questions, as Streamlit's page does once it is there.
(() => {
  const first = document.getElementById("first");
  if (!first) return;
  const { dataset } = document.documentElement;

  // Links to other views of the same answers keep what is open.
  const KEPT = ["option", "step"];
  const adapt = () => {
    first.dataset.moved = "";
    const here = new URLSearchParams(location.search);
    for (const link of first.querySelectorAll(".links a, .languages a")) {
      const address = new URL(link.href);
      for (const key of KEPT) {
        if (here.get(key)) address.searchParams.set(key, here.get(key));
        else address.searchParams.delete(key);
      }
      link.href = address.pathname + address.search;
    }
  };
  const drawing = first.querySelector(".carepath-diagram");
  if (drawing?.querySelector("section.details")) {
    const status = document.createElement("p");
    status.className = "carepath-status";
    status.setAttribute("role", "status");
    first.append(status);
    showDrawing(drawing, status, (values, address) => {
      history.pushState({}, "", address);
      adapt();
    });
    addEventListener("popstate", adapt);
  }

  // A list has its questions by their ids; `ui/components/keeper.js` takes it over from the tab.
  const { kept } = first.dataset;
  const ticks = [...first.querySelectorAll(".ticks input")];
  let entries = [];
  try {
    entries = JSON.parse(sessionStorage.getItem(kept)).entries.filter((entry) => entry?.id || entry?.text);
  } catch {
    // Nothing is kept, or the browser keeps nothing for this site.
  }
  // A full list takes nothing more.
  const show = () => {
    for (const tick of ticks) {
      tick.checked = entries.some(({ id }) => id === tick.value);
      tick.disabled = !tick.checked && entries.length >= Number(tick.closest("ul").dataset.most);
    }
  };
  const save = () => {
    try {
      sessionStorage.setItem(kept, JSON.stringify({ session: "", entries }));
      return true;
    } catch {
      return false;
    }
  };
  const ticked = ({ target }) => {
    const { checked, value } = target;
    entries = entries.filter(({ id }) => id !== value);
    if (checked) entries.push({ id: value });
    show();
    if (!window.carepathLists?.[kept] && save()) dataset.list = entries.length ? "waiting" : "";
    // The keeper has read the list, or the browser keeps nothing: the handover ticks it.
    else target.dataset.late = "";
  };
  // A sheet of a list is sent for with its questions, which are in no address.
  const take = (event) => {
    const link = event.target.closest(".files a[href^='/handout/']");
    if (!link || !entries.length) return;
    event.preventDefault();
    const form = document.createElement("form");
    Object.assign(form, { hidden: true, method: "post" });
    form.action = link.pathname.replace("/handout/", "/handout/own/") + link.search;
    for (const { id, text } of entries) {
      const field = document.createElement("input");
      form.append(Object.assign(field, { type: "hidden", name: id ? "id" : "ask", value: id || text }));
    }
    link.parentElement.append(form);
    if (form.requestSubmit) form.requestSubmit();
    else form.submit();
  };
  first.addEventListener("click", take);
  for (const tick of ticks) tick.addEventListener("change", ticked);
  dataset.list = entries.length ? "waiting" : "";
  show();
})();
