// sentence.js: a paragraph that follows one field of the store; a screen reader hears of it when its words rest.
// Reads the named field; writes nothing.

import { setText, unbroken } from "./elements.js";

const REST_MS = 600; // while something plays, words change with each picture: nobody could listen to all of them
const LONGEST_MS = 5000;

/**
 * Let the words of `el` be read out once they rest, and now and then while they do not.
 * @param clock { later, forget, now }: the page's own, but for tests
 * @returns what is to be called whenever the words have changed
 */
export function readAloud(el, { later, forget, now } = { later: setTimeout, forget: clearTimeout, now: () => performance.now() }) {
  let timer;
  let since; // when words that were not read out yet began to change
  const say = () => {
    const words = el.textContent;
    since = undefined;
    el.setAttribute("aria-live", "polite");
    el.textContent = ""; // what stood here before the reader listened would not be new to it
    el.textContent = words;
  };
  el.setAttribute("aria-live", "off");
  return () => {
    since ??= now();
    el.setAttribute("aria-live", "off");
    forget(timer);
    timer = later(say, Math.max(0, Math.min(REST_MS, since + LONGEST_MS - now())));
  };
}

/** A paragraph that shows the newest value of a field of the store. */
export function sentence(store, field, className, role) {
  const el = document.createElement("p");
  el.className = className;
  el.setAttribute("role", role);
  let told;
  const show = () => {
    const text = store.fields[field] ?? "";
    const words = unbroken(text);
    const isNew = el.textContent !== words;
    setText(el, words);
    el.hidden = !text;
    if (isNew) told?.();
  };
  show();
  if (role === "status") told = readAloud(el); // an alert is read at once
  return { el, show };
}
