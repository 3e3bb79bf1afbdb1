// builder.js: the layer builder: the line from the data to the loss, rows of layers, compile and fit, and the program.
// Reads and writes what demo_page.js and the parts do.

import { codePart } from "./code_part.js";
import { demoPage } from "./demo_page.js";
import { element } from "./elements.js";
import { layerList } from "./layer_list.js";
import { partActions } from "./part_actions.js";
import { trainingPanel } from "./training_panel.js";

function workbench(page) {
  const { model, store, panel } = page;
  const shown = model.get("_parts");
  const actions = partActions(model, store);
  const blocks = [["layers", layerList], ["compile", trainingPanel]].filter(([name]) => name in shown).map(([, make]) => make({ ...page, actions }));
  const code = "code" in shown ? [codePart({ store, panel })] : [];
  const parts = [...blocks, ...code];
  const column = blocks.length ? [element("div", { className: "dlw-blocks" }, blocks.map(({ el }) => el))] : [];
  const el = element("div", { className: "dlw-workbench" }, [...column, ...code.map((part) => part.el)]);
  panel.explained.push(el);
  return [{
    el,
    show: () => parts.forEach((part) => part.show()),
    close: () => parts.forEach((part) => part.close?.()),
    pick: ({ key }) => blocks.forEach((part) => part.pick(key)),
  }];
}

export default demoPage(workbench);
