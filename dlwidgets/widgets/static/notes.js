// notes.js: lines of text and formulas under the picture, each group folded away by its title.
// Reads the field "notes" of the store; writes nothing.

import { unbroken } from "./elements.js";
import { formulaBlock } from "./formula.js";

function textBody() {
  const el = document.createElement("pre");
  return { el, fill: ({ lines }) => { el.textContent = unbroken(lines.join("\n")); } };
}

function formulaBody() {
  const el = document.createElement("div");
  return { el, fill: ({ mathml }) => el.replaceChildren(...mathml.map(formulaBlock)) };
}

function section(note) {
  const el = document.createElement("details");
  el.open = true;
  el.className = "dlw-note";
  const summary = document.createElement("summary");
  summary.textContent = note.title;
  const body = note.mathml ? formulaBody() : textBody();
  el.append(summary, body.el);
  let shown = "";
  const show = (news) => {
    const text = JSON.stringify(news);
    if (text !== shown) body.fill(news);
    shown = text;
  };
  return { el, show };
}

/** Build those notes that `isMine` accepts. Returns { el, show }; a group that the reader has folded stays folded. */
export function noteList(store, className, isMine) {
  const el = document.createElement("div");
  el.className = className;
  const sections = new Map();
  const show = () => {
    const wanted = (store.fields.notes ?? []).filter(isMine).map((note) => {
      const key = `${note.mathml ? "formula" : "text"}:${note.title}`;
      if (!sections.has(key)) sections.set(key, section(note));
      sections.get(key).show(note);
      return sections.get(key).el;
    });
    if (wanted.length !== el.children.length || wanted.some((child, i) => el.children[i] !== child)) el.replaceChildren(...wanted);
  };
  show();
  return { el, show };
}
