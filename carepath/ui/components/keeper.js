// Keeps the list of questions of each topic in this tab, over a reload and a change of replica.
const tell = (state) => { document.documentElement.dataset.list = state; };

const read = (name) => {
  try {
    const kept = JSON.parse(sessionStorage.getItem(name));
    if (Array.isArray(kept.entries)) return kept;
  } catch {
    // Nothing is kept, it isn't ours, or the browser keeps nothing for this site.
  }
  return { entries: [] };
};

const write = (name, list) => {
  try {
    // An older list must not come back if there is no room for this one.
    sessionStorage.removeItem(name);
    if (list.entries.length) sessionStorage.setItem(name, JSON.stringify(list));
    tell("kept");
  } catch {
    tell("unkept");
  }
};

const store = ({ session, came, entries, name }, setTriggerValue) => {
  // The page's own copies outlive a replica even if the browser keeps nothing.
  const lists = (window.carepathLists ??= {});
  const known = (lists[name] ??= read(name));
  if (known.entries.length && known.session !== session && !came) {
    tell("waiting");
    setTriggerValue("kept", { name, entries: known.entries });
    return;
  }
  lists[name] = { session, entries };
  write(name, lists[name]);
};

// Takes the ready-made questions of a link out of the address, where a reload would find them again.
const linked = (fragment) => {
  const [key, ids] = location.hash.slice(1).split("=");
  if (key !== fragment || !ids) return [];
  history.replaceState(history.state, "", location.pathname + location.search);
  return ids.split(".").filter(Boolean).map((id) => ({ id }));
};

// Keeps a list as the server has it, and follows links with questions until the function it returns is called.
const keepList = (list, fragment, setTriggerValue) => {
  const take = () => {
    const entries = linked(fragment);
    if (entries.length) setTriggerValue("linked", { name: list.name, entries });
  };
  store(list, setTriggerValue);
  take();
  window.addEventListener("hashchange", take);
  return () => window.removeEventListener("hashchange", take);
};
