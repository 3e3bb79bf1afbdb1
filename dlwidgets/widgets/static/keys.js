// keys.js: keys that press the buttons of a demo, wherever in it the focus is.
// Reads key presses inside an element; calls what each key does.

const NAMES = { ArrowLeft: "←", ArrowRight: "→", ArrowUp: "↑", ArrowDown: "↓", PageUp: "Page Up", PageDown: "Page Down" };
const USES_KEYS = "input, select, textarea, pre, .dlw-formula"; // they are typed into, moved or scrolled
const IS_PRESSED = "button, summary"; // by Enter and by Space, as everywhere

/** A key as it is called on a keyboard. */
export const keyName = (key) => NAMES[key] ?? (key.length === 1 ? key.toUpperCase() : key);

/** A press of a key as a demo declares it; a letter is the same key with Caps Lock. */
function pressed({ key, shiftKey }) {
  if (key === " ") return "Space";
  if (key.length === 1) return key.toLowerCase();
  return shiftKey ? undefined : key;
}

/**
 * Watch the keys inside `el`.
 * @param el the element of the demo
 * @param presses what each key does, by key; called with whether the key is being held down
 * @returns a function that ends the watch
 */
export function watchShortcuts(el, presses) {
  const press = (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey) return;
    const key = pressed(event);
    const isNative = event.target.matches(USES_KEYS) || (["Enter", "Space"].includes(key) && event.target.matches(IS_PRESSED));
    if (isNative || !presses.has(key)) return;
    event.preventDefault(); // the page would scroll
    event.stopPropagation();
    presses.get(key)(event.repeat);
  };
  el.addEventListener("keydown", press);
  return () => el.removeEventListener("keydown", press);
}
