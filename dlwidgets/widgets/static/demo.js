// demo.js: a demo: a live chart, its controls, its sentence, its notes.
// Reads what chart_view.js, controls.js and notes.js read; writes nothing of its own.

import { Store } from "./store.js";
import { showChart } from "./live_chart.js";
import { sentence } from "./sentence.js";
import { controlPanel } from "./controls.js";
import { noteList } from "./notes.js";
import { watchShortcuts } from "./keys.js";

function block(className, ...children) {
  const el = document.createElement("div");
  el.className = className;
  el.append(...children);
  return el;
}

/** Let the panel's keys work wherever in the demo a click or Tab leads, its picture too. Returns what undoes it. */
function useKeys(el, home, presses) {
  if (!presses.size) return () => {};
  home.tabIndex = 0;
  home.dataset.shortcuts = [...presses.keys()].join(" "); // the chart's own pointer leaves these alone
  el.tabIndex = -1;
  el.dataset.lmSuppressShortcuts = "true"; // JupyterLab would eat them
  return watchShortcuts(el, presses);
}

/** Call `change`; a button that it turns off would drop the focus, and the demo's keys with it. */
function keepFocus(el, change) {
  const focused = document.activeElement;
  change();
  if (focused?.disabled && el.contains(focused)) el.focus({ preventScroll: true });
}

export default () => {
  let store;
  return {
    initialize({ model }) {
      store = new Store(model);
      return () => store.close();
    },
    render({ model, el }) {
      el.classList.add("dlw", "dlw-demo");
      const home = block("dlw-chart");
      const lost = sentence(store, "lost", "dlw-error", "alert");
      const error = sentence(store, "error", "dlw-error", "alert");
      const text = sentence(store, "text", "dlw-text", "status");
      const panel = controlPanel(model, store);
      const formulas = noteList(store, "dlw-formulas", (note) => note.mathml);
      const notes = noteList(store, "dlw-notes", (note) => !note.mathml);
      const parts = [lost, error, text, formulas, panel, notes];
      const picture = block("dlw-picture", home, panel.actions, lost.el, error.el, text.el, formulas.el);
      el.append(block("dlw-stage", picture, panel.el), notes.el);
      const show = () => keepFocus(el, () => parts.forEach((part) => part.show()));
      const follower = { schedule: show, tell: show };
      store.views.add(follower);
      const chart = showChart(model, store, home);
      const leaveKeys = useKeys(el, home, panel.presses);
      return () => {
        leaveKeys();
        store.views.delete(follower);
        chart.close();
        el.replaceChildren();
      };
    },
  };
};
