// part_actions.js: what the parts of a page have in common: doing something in Python, and saying what doesn't fit.
// Reads _panel of the model and the fields "control:<name>" of the store; sends { kind: "control", name, arguments }.

import { element, replaceFocused, unbroken } from "./elements.js";

/**
 * Make the way to Python's actions.
 * @returns { act(name, arguments, key), isPending(key), isIdle, isShown(name), isOff(name) }; of acts with one key the newest counts
 */
export function partActions(model, store) {
  const shown = new Set(model.get("_panel").filter(({ kind }) => kind === "action").map(({ name }) => name));
  let acts = 0;
  return {
    act(name, given, key) {
      acts += 1;
      store.send(key ?? `act:${acts}`, { kind: "control", name, arguments: given });
    },
    isPending: (key) => store.isPending(key),
    isIdle: () => store.gesture.sent === store.gesture.handled && !store.gesture.waiting.size,
    isShown: (name) => shown.has(name),
    isOff: (name) => !shown.has(name) || Boolean(store.fields[`control:${name}`]?.disabled),
  };
}

const SIGNS = { error: "✕", silent: "!", advice: "i" };

/** A list of what doesn't fit, each with the button that makes the proposed change. Returns { el, show(problems) }. */
export function problemList(actions) {
  const el = element("div", { className: "dlw-problems" });
  let shown = "[]";
  const line = ({ name, level, says, change }) => {
    const children = [element("span", { className: "dlw-sign", textContent: SIGNS[level] ?? "!", "aria-hidden": "true" }), element("span", { textContent: unbroken(says) })];
    if (change && actions.isShown("mend")) {
      const button = element("button", { type: "button", className: "dlw-mend", textContent: change, title: "Make this change." });
      button.disabled = actions.isOff("mend");
      button.addEventListener("click", () => actions.act("mend", { problem: name }, `mend:${name}`));
      children.push(button);
    } else if (change) children.push(element("span", { textContent: change }));
    return element("p", { className: `dlw-problem dlw-problem-${level}` }, children);
  };
  const show = (problems) => {
    const news = JSON.stringify([problems, actions.isOff("mend")]);
    if (news === shown) return;
    shown = news;
    replaceFocused(el, problems.map(line), el.closest(".dlw-layer, .dlw-demo"));
  };
  return { el, show };
}
