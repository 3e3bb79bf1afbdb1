// layer_row.js: the row of one layer: its number, kind, arguments, shape, parameters, and what doesn't fit.
// Reads what layer_list.js hands over; calls the actions "enter", "shift", "duplicate", "remove" and "mend".

import { argumentField } from "./argument_field.js";
import { element, setText } from "./elements.js";
import { problemList } from "./part_actions.js";

const BUTTONS = [
  ["up", "shift", "↑", "Move up (Alt+↑)", { by: -1 }],
  ["down", "shift", "↓", "Move down (Alt+↓)", { by: 1 }],
  ["copy", "duplicate", "", "Duplicate", {}],
  ["remove", "remove", "✕", "Remove (Delete)", {}],
];

/** What a row is called by a screen reader. */
export const rowLabel = ({ title, shape, problems }) =>
  [title, shape && `shape ${shape}`, problems.length ? "something doesn't fit" : ""].filter(Boolean).join(", ");

const SVG = "http://www.w3.org/2000/svg";

/** The sign for a copy, which not every font has. */
function twoSheets() {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 14 14");
  svg.setAttribute("aria-hidden", "true");
  for (const d of ["M4 4h9v9H4z", "M10 4V1H1v9h3"]) {
    const path = document.createElementNS(SVG, "path");
    path.setAttribute("d", d);
    svg.append(path);
  }
  return svg;
}

const numberOf = (title) => title.match(/\d+/)?.[0] ?? "in";

function rowButtons(act, actions) {
  const shown = BUTTONS.filter(([, action]) => actions.isShown(action));
  const buttons = new Map(shown.map(([name, action, sign, words, given]) => {
    const button = element("button", { type: "button", className: `dlw-icon dlw-row-${name}`, textContent: sign, title: words });
    if (!sign) button.append(twoSheets());
    button.addEventListener("click", () => act(action, given));
    return [name, { button, action, words: words.replace(/ \(.*/, "") }];
  }));
  const show = (title, index, count) => {
    for (const [name, { button, action, words }] of buttons) {
      button.setAttribute("aria-label", `${words}: ${title}`);
      button.disabled = actions.isOff(action) || (name === "up" && index === 0) || (name === "down" && index === count - 1);
    }
  };
  return { els: [...buttons.values()].map(({ button }) => button), show };
}

/** What of the folded arguments differs from Keras' own. */
function givenWords(row, folded) {
  const names = folded.filter(({ name }) => row.given.includes(name)).map(({ name }) => `${name}=${row.values[name] || "None"}`);
  return names.length ? `more: ${names.join(", ")}` : "more";
}

/**
 * Build a row.
 * @param key the row's own name
 * @param spec the kind of layer: { help, arguments }
 * @param row how it stands
 * @param actions the way to Python
 * @param act called with (action, arguments) for what moves or removes the row
 * @returns { el, handle, kind, show(row, index, count) }
 */
export function layerRow(key, spec, row, actions, act) {
  const fieldKey = (name) => `field:${key}:${name}`;
  const fields = new Map(spec.arguments.map((argument) => {
    const send = (text, burst) => {
      const given = { index: key, name: argument.name, text, burst: burst && `${key}:${argument.name}:${burst}` };
      actions.act("enter", given, fieldKey(argument.name));
    };
    return [argument.name, argumentField(argument, send)];
  }));
  const inline = spec.arguments.filter((argument) => argument.inline);
  const folded = spec.arguments.filter((argument) => !argument.inline);
  const handle = element("span", { className: "dlw-handle", textContent: "⠿", title: "Drag to another place", "aria-hidden": "true" });
  const number = element("span", { className: "dlw-layer-number" });
  const name = element("strong", { className: "dlw-layer-kind", textContent: row.kind, title: spec.help });
  const buttons = rowButtons(act, actions);
  const inlineFields = element("span", { className: "dlw-fields" }, inline.map((argument) => fields.get(argument.name).el));
  const line = element("div", { className: "dlw-layer-line" }, [handle, number, name, inlineFields]);
  const shape = element("span", { className: "dlw-layer-shape" });
  const parameters = element("span", { className: "dlw-layer-parameters" });
  const help = element("p", { className: "dlw-help", textContent: spec.help });
  const problems = problemList(actions);
  const more = element("button", { type: "button", className: "dlw-fold", "aria-expanded": "false" });
  const foldedFields = element("div", { className: "dlw-fields dlw-folded", hidden: true }, folded.map((argument) => fields.get(argument.name).el));
  const unfold = (isOpen) => {
    more.setAttribute("aria-expanded", String(isOpen));
    foldedFields.hidden = !isOpen;
  };
  more.addEventListener("click", () => unfold(foldedFields.hidden));
  const facts = element("div", { className: "dlw-layer-facts" }, [
    shape, parameters, more, element("span", { className: "dlw-layer-buttons" }, buttons.els),
  ]);
  const el = element("li", { className: "dlw-layer", tabIndex: 0, "data-key": key }, [line, facts, foldedFields, help, problems.el]);
  const show = (news, index, count) => {
    el.setAttribute("aria-label", rowLabel(news));
    el.classList.toggle("dlw-layer-broken", news.problems.some(({ level }) => level !== "advice"));
    setText(number, numberOf(news.title));
    setText(shape, news.shape ? `→ ${news.shape}` : "→ ?");
    setText(parameters, news.parameters);
    setText(more, givenWords(news, folded));
    const isOff = actions.isOff("enter");
    for (const [argument, field] of fields) {
      if (!actions.isPending(fieldKey(argument))) field.show(news.values[argument], news.mistakes[argument], isOff);
    }
    if (folded.some((argument) => news.mistakes[argument.name])) unfold(true);
    problems.show(news.problems);
    buttons.show(news.title, index, count);
    handle.hidden = actions.isOff("move");
  };
  return { el, handle, kind: row.kind, show };
}
