// sentence.js: a paragraph that follows one field of the store.
// Reads the named field; writes nothing.

import { setText, unbroken } from "./elements.js";

/** A paragraph that shows the newest value of a field of the store. */
export function sentence(store, field, className, role) {
  const el = document.createElement("p");
  el.className = className;
  el.setAttribute("role", role);
  const show = () => {
    const text = store.fields[field] ?? "";
    setText(el, unbroken(text));
    el.hidden = !text;
  };
  show();
  return { el, show };
}
