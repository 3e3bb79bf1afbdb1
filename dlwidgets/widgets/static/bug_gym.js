// bug_gym.js: an editor with a program in which something is wrong, and beside it what the learner says of it.
// Reads and writes what demo_page.js and the parts do.

import { codePart } from "./code_part.js";
import { demoPage } from "./demo_page.js";
import { element } from "./elements.js";
import { exercisePart } from "./exercise_part.js";
import { partActions } from "./part_actions.js";

function gym({ model, store, el: home, panel }) {
  home.classList.add("dlw-coach");
  const actions = partActions(model, store);
  const code = codePart({ store, panel, tools: ["undo", "redo"] });
  const exercise = exercisePart({ store, panel, actions, code });
  const el = element("div", { className: "dlw-workbench" }, [code.el, exercise.el]);
  panel.explained.push(el);
  return [{
    el,
    show: () => { code.show(); exercise.show(); },
    close: () => { exercise.close(); code.close(); },
  }];
}

export default demoPage(gym, { arePartsFirst: true });
