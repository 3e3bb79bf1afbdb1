// code_assistant.js: an editor for a program, and what was found in it beside.
// Reads and writes what demo_page.js and the parts do.

import { codePart } from "./code_part.js";
import { demoPage } from "./demo_page.js";
import { element, setText } from "./elements.js";
import { findingsPart } from "./findings_part.js";
import { partActions } from "./part_actions.js";

function workbench({ model, store, el: home, panel }) {
  home.classList.add("dlw-coach");
  const shown = model.get("_parts");
  const actions = partActions(model, store);
  const code = codePart({ store, panel, tools: ["undo", "redo"], placeholder: shown.code.placeholder });
  const findings = findingsPart({ store, actions, goTo: code.goTo });
  const el = element("div", { className: "dlw-workbench" }, [code.el, findings.el]);
  const race = element("p", { className: "dlw-race", role: "status" });
  const showRace = () => {
    const state = store.fields["part:findings"];
    home.classList.toggle("dlw-no-picture", !state?.has_picture);
    setText(race, state?.race ?? "");
    race.hidden = !state?.race;
  };
  panel.explained.push(el);
  showRace();
  return [
    { el, show: () => { code.show(); findings.show(); }, close: code.close },
    { el: race, show: showRace },
  ];
}

export default demoPage(workbench, { arePartsFirst: true });
