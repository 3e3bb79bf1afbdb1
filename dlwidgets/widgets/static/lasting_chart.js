// lasting_chart.js: a live chart that lives on in front of its own picture, once Python has put that in its place.
// Reads what view.js and panel_strip.js read, and _picture: how the address of the picture ends. Writes nothing of its own.

import { Store } from "./store.js";
import { showView } from "./view.js";
import { showStrip } from "./panel_strip.js";

const LOOK_EVERY_MS = 100;
const LOOK_TIMES = 100;

const showChartOf = (model, ...rest) => (model.get("_panel") ? showStrip : showView)(model, ...rest);

/** Show the chart in front of its picture, if this page has it; some pages keep pictures where no widget can go. */
function standIn(model, store) {
  let timer;
  let leave = () => {};
  const look = (times) => {
    const ending = model.get("_picture");
    const picture = ending && [...document.images].find((image) => image.src.endsWith(ending) && !image.hidden);
    if (!picture) {
      if (times > 1) timer = setTimeout(look, LOOK_EVERY_MS, times - 1);
      return;
    }
    const el = document.createElement("div");
    picture.after(el);
    const close = showChartOf(model, store, el);
    picture.hidden = true;
    leave = () => { close(); el.remove(); picture.hidden = false; };
  };
  const begin = () => {
    end();
    if (model.get("_picture")) look(LOOK_TIMES);
  };
  const end = () => { clearTimeout(timer); leave(); leave = () => {}; };
  begin();
  model.on("change:_picture", begin);
  return () => { model.off("change:_picture", begin); end(); };
}

export default () => {
  let store;
  return {
    initialize({ model }) {
      store = new Store(model);
      const end = standIn(model, store);
      return () => { end(); store.close(); };
    },
    render: ({ model, el }) => showChartOf(model, store, el),
  };
};
