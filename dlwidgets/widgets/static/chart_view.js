// chart_view.js: a live chart with its sentence underneath.
// Reads what view.js reads; writes nothing of its own.

import { Store } from "./store.js";
import { showView } from "./view.js";

export default () => {
  let store;
  return {
    initialize({ model }) {
      store = new Store(model);
      return () => store.close();
    },
    render({ model, el }) {
      return showView(model, store, el);
    },
  };
};
