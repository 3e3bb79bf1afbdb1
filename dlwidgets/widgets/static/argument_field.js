// argument_field.js: the field of one argument of Keras: typed into, chosen from or ticked.
// Reads a description and a value; calls `send` with (text, burst). It knows neither a model nor a store.

import { element, freshId, setText } from "./elements.js";

const NOTHING = "None";
let bursts = 0;

function textField(spec, id, send) {
  const list = spec.suggested ? element("datalist", { id: freshId() }, spec.suggested.map((value) => element("option", { value }))) : undefined;
  const isNumber = spec.field === "whole" || spec.field === "number";
  const input = element("input", {
    type: "text", id, className: `dlw-field-${spec.field}`, spellcheck: false, autocomplete: "off",
    placeholder: spec.default, ...(isNumber ? { inputmode: spec.field === "whole" ? "numeric" : "decimal" } : {}),
  });
  if (list) input.setAttribute("list", list.id);
  const commit = (burst = "") => {
    if (input.dataset.typed === "true") send(input.value, burst);
    input.dataset.typed = "false";
  };
  const step = (by) => {
    const next = Number(input.value) + by;
    if (!Number.isInteger(next) || next < 1) return;
    input.value = String(next);
    input.dataset.typed = "true";
    commit(`arrow-${bursts}`);
  };
  input.addEventListener("input", () => { input.dataset.typed = "true"; });
  input.addEventListener("change", () => commit());
  input.addEventListener("focus", () => { bursts += 1; });
  input.addEventListener("keydown", (event) => {
    const { key, altKey } = event;
    // JupyterLab keeps Enter to itself, so that no "change" would follow.
    if (key === "Enter") commit();
    else if (spec.field === "whole" && !altKey && (key === "ArrowUp" || key === "ArrowDown")) {
      step(key === "ArrowUp" ? 1 : -1);
      event.preventDefault();
    }
  });
  const show = (value) => { if (input.dataset.typed !== "true" && input.value !== value) input.value = value; };
  return { inputs: [input], more: list ? [list] : [], show };
}

function choiceField(spec, id, send) {
  const groups = spec.groups ?? [["", spec.options]];
  const option = (entry) => {
    const [value, label] = Array.isArray(entry) ? entry : [entry, entry || NOTHING];
    return element("option", { value, textContent: label });
  };
  const select = element("select", { id });
  const fill = (more = []) => select.replaceChildren(
    ...more.map(option), ...groups.flatMap(([title, values]) => (title ? [element("optgroup", { label: title }, values.map(option))] : values.map(option))),
  );
  const known = new Set(groups.flatMap(([, values]) => values.map((entry) => (Array.isArray(entry) ? entry[0] : entry))));
  let extra = "";
  fill();
  select.addEventListener("change", () => send(select.value, ""));
  const show = (value) => {
    if (!known.has(value) && extra !== value) { // what the code says and the list does not offer
      extra = value;
      fill([value]);
    }
    if (select.value !== value) select.value = value;
  };
  return { inputs: [select], more: [], show };
}

function toggleField(_spec, id, send) {
  const box = element("input", { type: "checkbox", id });
  box.addEventListener("change", () => send(box.checked, ""));
  return { inputs: [box], more: [], show: (value) => { box.checked = value === "True"; } };
}

const FIELDS = { toggle: toggleField, choice: choiceField };

/**
 * Build a field with its label and help text.
 * @param spec { name, help, default, field, options, suggested, groups, label }
 * @param send called with (text, burst)
 * @returns { el, show(value, mistake, isLocked), input, help }
 */
export function argumentField(spec, send) {
  const id = freshId();
  const { inputs: [input], more, show } = (FIELDS[spec.field] ?? textField)(spec, id, send);
  const words = spec.default ? `${spec.help} Keras' default: ${spec.default}.` : spec.help;
  const help = element("span", { id: freshId(), className: "dlw-help", textContent: words });
  const problem = element("span", { id: freshId(), className: "dlw-field-error", role: "alert", hidden: true });
  input.dataset.lmSuppressShortcuts = "true";
  input.title = words;
  input.setAttribute("aria-describedby", `${help.id} ${problem.id}`);
  const label = element("label", { htmlFor: id, textContent: spec.label ?? spec.name, title: words });
  const el = element("span", { className: `dlw-field dlw-field-of-${spec.field}` }, [label, input, ...more, help, problem]);
  const update = (value, mistake, isLocked) => {
    input.disabled = isLocked;
    if (mistake && spec.field !== "toggle") show(mistake.typed);
    else show(value ?? "");
    setText(problem, mistake ? mistake.says : "");
    problem.hidden = !mistake;
    if (mistake) input.setAttribute("aria-invalid", "true");
    else input.removeAttribute("aria-invalid");
  };
  return { el, show: update, input, help };
}
