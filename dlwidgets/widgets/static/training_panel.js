// training_panel.js: what compile and fit are told: fields with their help texts, and every other argument explained.
// Reads _parts of the model and the field "part:compile" of the store; calls actions of Python.

import { argumentField } from "./argument_field.js";
import { element, replaceFocused, setText } from "./elements.js";
import { problemList } from "./part_actions.js";

const FOLDED_FIT = ["verbose"];
const LABELS = { one_hot: "one-hot targets" };

/** A field with a button that unfolds its help text. */
function explainedField(field, name) {
  const button = element("button", { type: "button", className: "dlw-ask", textContent: "?", title: `Explain ${name}`, "aria-label": `Explain ${name}`, "aria-expanded": "false" });
  button.addEventListener("click", () => {
    const isOpen = button.getAttribute("aria-expanded") !== "true";
    button.setAttribute("aria-expanded", String(isOpen));
    field.el.classList.toggle("dlw-explained", isOpen);
  });
  field.help.before(button);
  return field;
}

const wordsOf = ({ name, default: usual, help }) => [
  element("dt", {}, [element("code", { textContent: name })]), element("dd", { textContent: `${help} Keras' default: ${usual}.` }),
];

const otherArguments = (call, others) => element("details", { className: "dlw-more dlw-others" }, [
  element("summary", { textContent: `all other arguments of ${call}` }), element("dl", {}, others.flatMap(wordsOf)),
]);

/** Fields that are made anew when what they belong to is another: the arguments of an optimizer or of a loss. */
function changingFields(makeFields) {
  const el = element("span", { className: "dlw-fields" });
  const more = element("details", { className: "dlw-more" }, [element("summary", { textContent: "more" })]);
  const folded = element("div", { className: "dlw-fields" });
  more.append(folded);
  let kind;
  let fields = new Map();
  const show = (news, showField) => {
    if (news !== kind) {
      kind = news;
      const made = makeFields(kind);
      fields = new Map(made.map(({ name, field }) => [name, field]));
      el.replaceChildren(...made.filter(({ inline }) => inline).map(({ field }) => field.el));
      folded.replaceChildren(...made.filter(({ inline }) => !inline).map(({ field }) => field.el));
      more.hidden = !folded.children.length;
      more.firstElementChild.textContent = `more of ${kind}`;
    }
    for (const [name, field] of fields) showField(name, field);
  };
  return { el, more, show };
}

function metricList(spec, actions) {
  const chips = element("span", { className: "dlw-chips" });
  const add = element("select", { "aria-label": "Add a metric", "data-lm-suppress-shortcuts": "true" }, [
    element("option", { value: "", textContent: "add …" }), ...spec.metrics.map((name) => element("option", { value: name, textContent: name })),
  ]);
  add.addEventListener("change", () => {
    if (add.value) actions.act("add_metric", { name: add.value });
    add.value = "";
  });
  let shown = "";
  const chip = (name, place) => {
    const remove = element("button", { type: "button", className: "dlw-icon", textContent: "✕", title: `Remove ${name}`, "aria-label": `Remove ${name}` });
    remove.disabled = actions.isOff("remove_metric");
    remove.addEventListener("click", () => actions.act("remove_metric", { place }));
    return element("span", { className: "dlw-chip" }, [element("span", { textContent: name }), remove]);
  };
  const show = (names) => {
    add.disabled = actions.isOff("add_metric");
    const news = JSON.stringify([names, actions.isOff("remove_metric")]);
    if (news === shown) return;
    shown = news;
    replaceFocused(chips, names.map(chip), add);
  };
  const help = element("span", { className: "dlw-help", textContent: spec.compile.find(({ name }) => name === "metrics").help });
  const el = element("span", { className: "dlw-field dlw-metrics" }, [element("span", { className: "dlw-label", textContent: "metrics", title: help.textContent }), chips, add, help]);
  return { field: { el, help }, show };
}

/** Build the part. Returns { el, show, pick(key of a station of the line) }. */
export function trainingPanel({ model, store, actions }) {
  const spec = model.get("_parts").compile;
  const keyOf = (name) => `setting:${name}`;
  const make = (description, name = description.name) => {
    const send = (text, burst) => actions.act("enter_setting", { name, text, burst: burst && `${name}:${burst}` }, keyOf(name));
    return explainedField(argumentField({ label: LABELS[description.name], ...description }, send), description.name);
  };
  const described = (name) => spec.compile.find((one) => one.name === name);
  const isCalled = (name) => make({ name, label: `model.${name}`, field: "toggle", default: "", help: `Whether the program calls model.${name}.` });

  const compile = isCalled("compile");
  const optimizer = make({ ...described("optimizer"), field: "choice", options: spec.optimizers.map(([kind]) => kind) });
  const optimizerHint = element("span", { className: "dlw-hint" });
  const optimizerFields = changingFields((kind) => (spec.optimizer_arguments[kind] ?? []).map((one) => (
    { name: one.name, inline: one.name === "learning_rate", field: make(one, `optimizer.${one.name}`) })));
  const loss = make({ ...described("loss"), field: "choice", groups: [["", [["", "none yet"]]], ...spec.losses] });
  const lossFields = changingFields((kind) => (spec.loss_arguments[kind] ?? []).map((one) => (
    { name: one.name, inline: false, field: make(one, `loss.${one.name}`) })));
  const metrics = metricList(spec, actions);
  explainedField(metrics.field, "metrics");
  const compileFields = element("div", { className: "dlw-setting-grid" }, [
    element("div", { className: "dlw-fields" }, [optimizer.el, optimizerFields.el]), optimizerHint, optimizerFields.more,
    element("div", { className: "dlw-fields" }, [loss.el]), lossFields.more, metrics.field.el, otherArguments("compile", spec.others.compile),
  ]);

  const fit = isCalled("fit");
  const fitFields = new Map(spec.fit.map((one) => [one.name, make(one)]));
  const shownFit = [...fitFields].filter(([name]) => !FOLDED_FIT.includes(name)).map(([, field]) => field.el);
  const foldedFit = element("details", { className: "dlw-more" }, [
    element("summary", { textContent: "more" }), element("div", { className: "dlw-fields" }, FOLDED_FIT.map((name) => fitFields.get(name).el)),
  ]);
  const fitGrid = element("div", { className: "dlw-setting-grid" }, [
    element("div", { className: "dlw-fields" }, shownFit), foldedFit, otherArguments("fit", spec.others.fit),
  ]);
  const problems = problemList(actions);
  const head = element("div", { className: "dlw-part-head" }, [element("h3", { textContent: "Compile and fit" })]);
  const el = element("section", { className: "dlw-part dlw-training-part", "aria-label": "Compile and fit" }, [
    head, problems.el, compile.el, compileFields, fit.el, fitGrid,
  ]);

  const show = () => {
    const state = store.fields["part:compile"];
    if (!state) return;
    const isOff = actions.isOff("enter_setting");
    const showField = (name, field, value) => {
      if (!actions.isPending(keyOf(name))) field.show(value, state.mistakes[name], isOff);
    };
    problems.show(state.problems);
    showField("compile", compile, state.compile ? "True" : "False");
    showField("fit", fit, state.fit ? "True" : "False");
    compileFields.hidden = !state.compile;
    fitGrid.hidden = !state.fit;
    if (state.compile) {
      const now = state.compile;
      showField("optimizer", optimizer, now.optimizer);
      setText(optimizerHint, spec.optimizers.find(([kind]) => kind === now.optimizer)?.[1] ?? "");
      optimizerFields.show(now.optimizer, (name, field) => showField(`optimizer.${name}`, field, now.optimizer_values[name]));
      showField("loss", loss, now.loss);
      lossFields.show(now.loss_kind, (name, field) => showField(`loss.${name}`, field, now.loss_values[name]));
      metrics.show(now.metrics);
    }
    if (state.fit) for (const [name, field] of fitFields) showField(name, field, state.fit[name]);
  };
  const fieldsOf = { coding: loss, loss, metrics: metrics.field, training: optimizer };
  const pick = (station) => {
    const field = store.fields["part:compile"]?.compile ? fieldsOf[station] : fieldsOf[station] && compile;
    field?.el.querySelector("select, input")?.focus();
  };
  show();
  return { el, show, pick };
}
