// demo.js: a demo that is a picture with controls.
// Reads and writes what demo_page.js does.

import { demoPage } from "./demo_page.js";

export default demoPage();
