// keys.js: keys that press the buttons of a demo, wherever in it the focus is.
// Reads key presses inside an element; calls what each key does.

const NAMES = { ArrowLeft: "←", ArrowRight: "→", ArrowUp: "↑", ArrowDown: "↓", PageUp: "Page Up", PageDown: "Page Down" };
const USES_KEYS = "input, select, textarea, pre, .dlw-formula"; // they are typed into, moved or scrolled
const IS_PRESSED = "button, summary"; // by Enter and by Space, as everywhere

/** A key as it is called on a keyboard. */
export function keyName(key) {
  const [, held, plain] = key.match(/^((?:Ctrl\+)?(?:Shift\+)?)(.+)$/);
  return held + (NAMES[plain] ?? (plain.length === 1 ? plain.toUpperCase() : plain));
}

/** A press of a key as a demo declares it; a letter is the same key with Caps Lock, and a Mac's Command is Ctrl. */
function pressed({ key, shiftKey, ctrlKey, metaKey }) {
  const plain = key === " " ? "Space" : key.length === 1 ? key.toLowerCase() : key;
  if (ctrlKey || metaKey) return `Ctrl+${shiftKey ? "Shift+" : ""}${plain}`;
  return shiftKey && plain.length > 1 && plain !== "Space" ? undefined : plain;
}

/** Whether the focused element needs a key for itself; a field needs Ctrl only for what is being typed into it. */
function isNative({ target, ctrlKey, metaKey }, key) {
  if (ctrlKey || metaKey) return target.dataset.typed === "true";
  return target.matches(USES_KEYS) || (["Enter", "Space"].includes(key) && target.matches(IS_PRESSED));
}

/**
 * Watch the keys inside `el`.
 * @param el the element of the demo
 * @param presses what each key does, by key; called with whether the key is being held down
 * @returns a function that ends the watch
 */
export function watchShortcuts(el, presses) {
  const press = (event) => {
    if (event.defaultPrevented || event.altKey) return;
    const key = pressed(event);
    if (!presses.has(key) || isNative(event, key)) return;
    event.preventDefault(); // the page would scroll
    event.stopPropagation();
    presses.get(key)(event.repeat);
  };
  el.addEventListener("keydown", press);
  return () => el.removeEventListener("keydown", press);
}
