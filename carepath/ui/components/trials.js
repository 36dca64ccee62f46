// Builds links from typed values, which leave the page only in a link that the reader opens.

// Each returns the value for a link, or null, because one bad value breaks the whole search.
const check = {
  age: (text) => (/^\d{1,3}$/.test(text) && Number(text) <= 120 ? String(Number(text)) : null),
  zip: (text) => (/^\d{5}$/.test(text) ? text : null),
};

const groupOf = (age) => (age === null || age < 18 ? "child" : age < 65 ? "adult" : "older");

const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);

const showTrials = (root) => {
  const find = (name) => root.querySelector(`[data-is=${name}]`);
  const inputs = { age: find("age"), zip: find("zip") };
  const messages = { age: find("age-message"), zip: find("zip-message") };
  const typed = (name) => inputs[name].value.trim();
  const wrong = (name) => typed(name) !== "" && check[name](typed(name)) === null;

  const say = (name, bad) => {
    messages[name].textContent = bad ? messages[name].dataset.text : "";
    inputs[name].setAttribute("aria-invalid", String(bad));
  };

  const show = (link, line, parts, values) => {
    const chosen = (element) =>
      Object.fromEntries(
        Object.entries(parts).map(([name, part]) => [name, fill(element.dataset[part] ?? "", values)]),
      );
    link.href = fill(link.dataset.address, chosen(link));
    const told = fill(line.dataset.text, chosen(line));
    if (line.textContent !== told) line.textContent = told;
  };

  const update = () => {
    const values = { age: check.age(typed("age")), zip: check.zip(typed("zip")) };
    const parts = {
      age: values.age === null ? "anyAge" : "age",
      place: values.zip === null ? "anywhere" : "near",
    };
    show(find("nci"), find("nci-line"), parts, values);
    show(find("registry"), find("registry-line"), { age: groupOf(values.age) }, values);
  };

  for (const [name, input] of Object.entries(inputs)) {
    input.oninput = () => {
      if (!wrong(name)) say(name, false);
      update();
    };
    // Only when a field loses the focus: half a number isn't wrong yet.
    input.onchange = () => say(name, wrong(name));
  }
  find("fields").hidden = false;
};
