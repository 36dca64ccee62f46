// Loads the page again as soon as the server has it.
(() => {
  const EVERY = 5000; // ms
  const look = () => {
    fetch(location.href, { method: "HEAD", cache: "no-store" }).then(
      (answer) => (answer.ok ? location.reload() : wait()),
      () => wait(),
    );
  };
  const wait = () => setTimeout(look, EVERY);
  wait();
})();
