// demo.js: a demo: a live chart, its controls, its sentence, its notes.
// Reads what chart_view.js, controls.js and notes.js read; writes nothing of its own.

import { Store } from "./store.js";
import { showChart } from "./live_chart.js";
import { sentence } from "./sentence.js";
import { controlPanel } from "./controls.js";
import { noteList } from "./notes.js";

function block(className, ...children) {
  const el = document.createElement("div");
  el.className = className;
  el.append(...children);
  return el;
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
      const notes = noteList(store);
      const parts = [lost, error, text, panel, notes];
      const picture = block("dlw-picture", home, lost.el, error.el, text.el);
      el.append(block("dlw-stage", picture, panel.el), notes.el);
      const show = () => parts.forEach((part) => part.show());
      const follower = { schedule: show, tell: show };
      store.views.add(follower);
      const chart = showChart(model, store, home);
      return () => {
        store.views.delete(follower);
        chart.close();
        el.replaceChildren();
      };
    },
  };
};
