// Keeps the list of questions in this tab, over a reload and a change of replica.
const KEY = "carepath.questions.1"; // The number is that of the format.

const read = () => {
  try {
    const kept = JSON.parse(sessionStorage.getItem(KEY));
    if (Array.isArray(kept.entries)) return kept;
  } catch {
    // Nothing is kept, it isn't ours, or the browser keeps nothing for this site.
  }
  return { entries: [] };
};

const write = (list) => {
  let kept = "kept";
  try {
    // An older list must not come back if there is no room for this one.
    sessionStorage.removeItem(KEY);
    if (list.entries.length) sessionStorage.setItem(KEY, JSON.stringify(list));
  } catch {
    kept = "unkept";
  }
  document.documentElement.dataset.list = kept;
};

export default function ({ data, setTriggerValue }) {
  const { session, came, entries } = data;
  // The page's own copy outlives a replica even if the browser keeps nothing.
  const before = (window.carepathList ??= read());
  if (before.entries.length && before.session !== session && !came) {
    setTriggerValue("kept", before.entries);
    return;
  }
  window.carepathList = { session, entries };
  write(window.carepathList);
}
