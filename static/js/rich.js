/* Rich texts: words are counted as one types, and the editor takes the plain field's place once it has come. */

import { count } from "./counting.js";

const boxes = [...document.querySelectorAll("[data-rich]")];
for (const box of boxes) count(box, box.querySelector("textarea"));
if (boxes.length) {
  import("./editor.js").then(({ edit }) => boxes.forEach(edit), () => { /* the plain field stays, and works */ });
}
