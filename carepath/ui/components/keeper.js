// Keeps the list of questions in this tab, over a reload and a change of replica.
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

const keep = ({ session, came, entries, name }, setTriggerValue) => {
  // The page's own copy outlives a replica even if the browser keeps nothing.
  const before = (window.carepathList ??= read(name));
  if (before.entries.length && before.session !== session && !came) {
    tell("waiting");
    setTriggerValue("kept", before.entries);
    return;
  }
  window.carepathList = { session, entries };
  write(name, window.carepathList);
};

// Takes the ready-made questions of a link out of the address, where a reload would find them again.
const linked = (fragment) => {
  const [key, ids] = location.hash.slice(1).split("=");
  if (key !== fragment || !ids) return [];
  history.replaceState(history.state, "", location.pathname + location.search);
  return ids.split(".").filter(Boolean).map((id) => ({ id }));
};

export default function ({ data, setTriggerValue }) {
  const follow = () => {
    const questions = linked(data.fragment);
    if (questions.length) setTriggerValue("linked", questions);
  };
  keep(data, setTriggerValue);
  follow();
  window.addEventListener("hashchange", follow);
  return () => window.removeEventListener("hashchange", follow);
}
