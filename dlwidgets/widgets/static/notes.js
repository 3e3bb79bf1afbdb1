// notes.js: lines of text under the picture, each group folded away by its title.
// Reads the field "notes" of the store; writes nothing.

function section(title) {
  const el = document.createElement("details");
  el.open = true;
  el.className = "dlw-note";
  const summary = document.createElement("summary");
  summary.textContent = title;
  const body = document.createElement("pre");
  el.append(summary, body);
  return { el, body };
}

/** Build the notes. Returns { el, show }; a group that the reader has folded stays folded. */
export function noteList(store) {
  const el = document.createElement("div");
  el.className = "dlw-notes";
  const sections = new Map();
  const show = () => {
    const notes = store.fields.notes ?? [];
    for (const { title, lines } of notes) {
      if (!sections.has(title)) sections.set(title, section(title));
      const { body } = sections.get(title);
      const text = lines.join("\n");
      if (body.textContent !== text) body.textContent = text;
    }
    const wanted = notes.map(({ title }) => sections.get(title).el);
    if (wanted.length !== el.children.length || wanted.some((child, i) => el.children[i] !== child)) el.replaceChildren(...wanted);
  };
  show();
  return { el, show };
}
