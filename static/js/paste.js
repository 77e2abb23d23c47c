/* Cells copied from a spreadsheet and pasted on a cell of the plan's table: the block is sent with its place, and what
   it would change is shown before anything is. In a field that is being edited a text is pasted as usual. */

import { active } from "./grid.js";

const FIELDS = "input, textarea, select, [contenteditable]";

addEventListener("paste", (event) => {
  const form = document.querySelector("form[data-paste]");
  const place = form && !event.target.closest?.(FIELDS) && active();
  const text = event.clipboardData?.getData("text/plain") ?? "";
  if (!place || !text.trim()) return;
  event.preventDefault();
  const sent = form.elements;
  sent.namedItem("text").value = text;
  sent.namedItem("rows").value = from(place.item).join();
  sent.namedItem("column").value = place.column ?? "";
  form.submit();
});

/** The keys of the actions from one downwards, as they stand on the page. */
function from(item) {
  const keys = [...document.querySelectorAll("table[data-grid] tr[data-item]")].map((row) => row.dataset.item);
  return keys.slice(keys.indexOf(item));
}
