// controls.js: the controls of a demo: native inputs with labels and help texts.
// Reads _panel of the model and the fields "control:<name>" of the store; sends { kind: "control", name, value }, and sets
// the parameters of the chart that are settings.

import { element, freshId } from "./elements.js";
import { keyName } from "./keys.js";

/** A number as a learner reads it: whole, or with four significant digits at most. */
export function shortNumber(value) {
  const number = Math.abs(value) < 1e-12 ? 0 : Number(value); // what 0.1 + 0.2 - 0.3 leaves is no number to read
  return String(Number.isInteger(number) ? number : Number(number.toPrecision(4)));
}

/** The range of a slider, grown so that `value` lies in it. */
export function grownRange(low, high, value) {
  let size = Math.max(Math.abs(low), Math.abs(high)) || 1;
  while (Math.abs(value) > size) size *= 2;
  return [value < low ? -size : low, value > high ? size : high];
}

function slider({ low = 0, high = 1, step }, id, send) {
  const range = element("input", { type: "range", id, min: low, max: high, step });
  const number = element("input", { type: "number", step: "any", className: "dlw-number" });
  range.addEventListener("input", () => {
    number.value = shortNumber(range.value);
    send(Number(range.value));
  });
  let isTyped = false; // what is only shown is rounded, and not to be sent back
  const commit = () => {
    if (isTyped && number.value !== "") send(Number(number.value));
    isTyped = false;
  };
  number.addEventListener("input", () => { isTyped = true; });
  number.addEventListener("change", commit);
  // JupyterLab keeps Enter to itself, so that no "change" would follow.
  number.addEventListener("keydown", ({ key }) => { if (key === "Enter") commit(); });
  const show = ({ value, bounds = [low, high] }) => {
    const [from, to] = grownRange(...bounds, value);
    range.min = from;
    range.max = to;
    range.value = value;
    // The exact value may lie between two steps; a screen reader says the exact one.
    range.setAttribute("aria-valuetext", shortNumber(value));
    if (document.activeElement !== number) number.value = shortNumber(value);
  };
  return { inputs: [range, number], show };
}

function choice(_spec, id, send) {
  const select = element("select", { id });
  select.addEventListener("change", () => send(select.value));
  let known = "";
  const show = ({ value, options }) => {
    const news = JSON.stringify(options);
    if (news !== known) select.replaceChildren(...options.map(([name, label]) => element("option", { value: name, textContent: label })));
    known = news;
    select.value = value;
  };
  return { inputs: [select], show };
}

function toggle(_spec, id, send) {
  const box = element("input", { type: "checkbox", id });
  box.addEventListener("change", () => send(box.checked));
  return { inputs: [box], show: ({ value }) => { box.checked = value; } };
}

function line(_spec, id, send) {
  const field = element("input", { type: "text", id, className: "dlw-typed", spellcheck: "false", autocomplete: "off" });
  let shown = "";
  const commit = () => { if (field.value !== shown) send(field.value); };
  field.addEventListener("change", commit);
  field.addEventListener("keydown", ({ key }) => { if (key === "Enter") commit(); }); // JupyterLab keeps it to itself
  const show = ({ value }) => {
    if (document.activeElement === field && field.value !== shown && value === shown) return; // it is being typed
    shown = value;
    field.value = value;
  };
  return { inputs: [field], show };
}

const INPUTS = { slider, choice, toggle, line };

function row(spec, send) {
  const id = freshId();
  const { inputs, show } = INPUTS[spec.kind](spec, id, send);
  const help = element("span", { id: `${id}-help`, className: "dlw-help", textContent: spec.help });
  for (const input of inputs) {
    input.dataset.lmSuppressShortcuts = "true"; // JupyterLab would eat the arrow keys
    input.setAttribute("aria-describedby", help.id);
    input.title = spec.help;
    if (input.id !== id) input.setAttribute("aria-label", spec.label);
  }
  const label = element("label", { htmlFor: id, textContent: spec.label, title: spec.help });
  return { el: element("div", { className: `dlw-row dlw-${spec.kind}` }, [label, ...inputs, help]), inputs, show };
}

function pushButton(spec, send) {
  const words = spec.key ? `${spec.help} (Key: ${keyName(spec.key)})` : spec.help;
  const help = element("span", { id: freshId(), className: "dlw-help", textContent: `${spec.label}: ${words}` });
  const button = element("button", { type: "button", "data-lm-suppress-shortcuts": "true", textContent: spec.label, title: words, "aria-describedby": help.id });
  if (spec.key) button.setAttribute("aria-keyshortcuts", spec.key.replace("Ctrl", "Control"));
  button.addEventListener("click", () => send(null));
  const show = ({ label }) => { if (button.textContent !== label) button.textContent = label; };
  return { el: button, help, inputs: [button], show };
}

/**
 * What a control does when it is used: a press of a button counts each time, and returns by what key the store knows it; of
 * a slider's values the newest counts.
 */
function sender(spec, store, pressed) {
  const key = `control:${spec.name}`;
  const gesture = (value) => ({ kind: "control", name: spec.name, value });
  if (spec.kind === "button") {
    let presses = 0;
    // A key that is held down repeats faster than a busy kernel answers.
    return (_value, isRepeat) => {
      if (isRepeat && store.isPending(`${key}:${presses}`)) return `${key}:${presses}`;
      presses += 1;
      store.send(`${key}:${presses}`, gesture(null));
      pressed?.(spec, `${key}:${presses}`);
      return `${key}:${presses}`;
    };
  }
  return (value) => {
    if (spec.in_picture) store.setParam(spec.name, value);
    store.send(key, gesture(value));
  };
}

/** A button shows that it was pressed until the kernel has answered. */
function showAsked(control, store) {
  if (!control.asked) return;
  if (!store.fields.lost && store.isPending(control.asked)) control.el.setAttribute("aria-busy", "true");
  else {
    control.el.removeAttribute("aria-busy");
    control.asked = undefined;
  }
}

/** Bring a control to the newest state, unless it is under the learner's hand. */
function showControl(spec, control, store) {
  const key = `control:${spec.name}`;
  const state = store.fields[key];
  if (!state) return;
  for (const input of control.inputs) if (input.disabled !== state.disabled) input.disabled = state.disabled;
  showAsked(control, store);
  if (store.isPending(key)) return;
  control.show(state);
  // The kernel may have refused what the picture shows already.
  if (spec.in_picture && control.wasUsed) store.setParam(spec.name, state.value);
  control.wasUsed = false;
}

function explainButton(parts) {
  const explain = element("button", {
    type: "button", className: "dlw-explain", "data-lm-suppress-shortcuts": "true", textContent: "?", title: "Explain every control", "aria-label": "Explain every control", "aria-pressed": "false",
  });
  explain.addEventListener("click", () => {
    const on = explain.getAttribute("aria-pressed") !== "true";
    for (const part of parts) part.classList.toggle("dlw-explained", on);
    explain.setAttribute("aria-pressed", String(on));
  });
  return explain;
}

/**
 * Build the panel. Returns { el, actions, show, presses, controlOf, explained }: settings, buttons, what brings every control to the
 * newest state, what each key does, the element of one control, for a part of the page that has a better place for it, and
 * the elements that the button "?" explains. `pressed`, if given, hears of each press of a button, and by what key the store
 * knows it.
 */
export function controlPanel(model, store, pressed) {
  const controls = new Map();
  const presses = new Map();
  const buttons = element("div", { className: "dlw-buttons", role: "group", "aria-label": "Actions" });
  const rows = [];
  const helps = [];
  for (const spec of model.get("_panel").filter(({ kind }) => kind !== "action")) {
    const act = sender(spec, store, pressed);
    const send = (...news) => {
      control.wasUsed = true;
      control.asked = act(...news);
      showAsked(control, store);
    };
    const control = spec.kind === "button" ? pushButton(spec, send) : row(spec, send);
    if (spec.kind === "button") {
      if (!spec.unseen) buttons.append(control.el); // the key alone presses it
      helps.push(control.help);
    } else rows.push(control.el);
    if (spec.key) presses.set(spec.key, (isRepeat) => { if (!control.el.disabled) send(null, isRepeat); });
    if (spec.in_picture) store.inPicture.add(spec.name);
    controls.set(spec, control);
  }
  const actions = element("div", { className: "dlw-actions" }, [buttons, ...helps]);
  const el = element("div", { className: "dlw-panel" }, rows);
  const explained = [actions, el];
  if (controls.size) buttons.append(explainButton(explained));
  const show = () => { for (const [spec, control] of controls) showControl(spec, control, store); };
  show();
  const controlOf = (name) => [...controls].find(([spec]) => spec.name === name)?.[1].el;
  return { el, actions, show, presses, controlOf, explained };
}
