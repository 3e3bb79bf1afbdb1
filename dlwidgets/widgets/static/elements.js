// elements.js: elements of a page from plain values: attributes, texts, children; never from HTML.
// Reads nothing; writes the elements that it returns.

// A page has a copy of this module for each kind of widget, and each copy counts for itself.
const idStem = Math.random().toString(36).slice(2);
let count = 0;

/** An id that no other element of this page has. */
export function freshId() {
  count += 1;
  return `dlw-${idStem}-${count}`;
}

/** An element with properties or attributes, and children. */
export function element(tag, attributes = {}, children = []) {
  const el = document.createElement(tag);
  for (const [key, value] of Object.entries(attributes)) {
    if (key in el) el[key] = value;
    else el.setAttribute(key, value);
  }
  el.append(...children);
  return el;
}

/** Put other children into `el`; where the focus was in one that went, it is on the button in its place, or else on `fallback`. */
export function replaceFocused(el, children, fallback) {
  const focusable = () => [...el.querySelectorAll("button")].filter(({ disabled }) => !disabled);
  const place = focusable().indexOf(document.activeElement);
  el.replaceChildren(...children);
  if (place >= 0) (focusable()[Math.min(place, focusable().length - 1)] ?? fallback)?.focus({ preventScroll: true });
}

/** Give an element a text, unless it has it. */
export function setText(el, text) {
  if (el.textContent !== text) el.textContent = text;
}

/** A sentence in which no percent sign stands alone at the start of a line. */
export function unbroken(words) {
  return words.replace(/(\d) %/g, "$1\u00a0%");
}
