// Reloads the page once the server can serve it.
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
