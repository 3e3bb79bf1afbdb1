// chart_view.js: a live chart with its sentence underneath.
// Reads what live_chart.js reads, and the field "text" of the store; writes nothing of its own.

import { Store } from "./store.js";
import { showChart } from "./live_chart.js";
import { sentence } from "./sentence.js";

export default () => {
  let store;
  return {
    initialize({ model }) {
      store = new Store(model);
      return () => store.close();
    },
    render({ model, el }) {
      el.classList.add("dlw");
      const home = document.createElement("div");
      home.className = "dlw-chart";
      const lost = sentence(store, "lost", "dlw-error", "alert");
      const text = sentence(store, "text", "dlw-text", "status");
      const texts = { schedule: () => { lost.show(); text.show(); }, tell: lost.show };
      store.views.add(texts);
      el.append(home, lost.el, text.el);
      const chart = showChart(model, store, home);
      return () => {
        store.views.delete(texts);
        chart.close();
        el.replaceChildren();
      };
    },
  };
};
