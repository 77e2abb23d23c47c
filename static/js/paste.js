/* Cells copied and pasted as in a spreadsheet. One cell pasted on another takes its place; of a block what it would
   change is shown before anything is. In a field that is being edited a text is copied and pasted as usual. */

import { active, fill, words } from "./grid.js";

const FIELDS = "input, textarea, select, [contenteditable]";
const QUOTED = /^"(?:[^"]|"")*"$/; // as spreadsheets write a cell of several lines

addEventListener("copy", (event) => {
  const place = !event.target.closest?.(FIELDS) && !String(getSelection()) && active();
  if (!place) return;
  event.preventDefault();
  const text = words(place.cell);
  event.clipboardData.setData("text/plain", /[\n\t]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
});

addEventListener("paste", async (event) => {
  const form = document.querySelector("form[data-paste]");
  const place = form && !event.target.closest?.(FIELDS) && active();
  const text = event.clipboardData?.getData("text/plain") ?? "";
  if (!place || !text.trim()) return;
  event.preventDefault();
  const alone = single(text);
  if (alone === null || !(await fill(place.cell, alone))) send(form, place, text);
});

/** The text of a cell that was copied alone; null for a block of several. */
function single(text) {
  const said = text.replace(/\r\n/g, "\n").replace(/\n$/, "");
  if (QUOTED.test(said) && /[\n\t]/.test(said)) return said.slice(1, -1).replaceAll('""', '"');
  return /[\n\t]/.test(said) ? null : said;
}

/** Send the block with its place. */
function send(form, place, text) {
  const sent = form.elements;
  sent.namedItem("text").value = text;
  sent.namedItem("rows").value = from(place.item).join();
  sent.namedItem("column").value = place.column ?? "";
  form.submit();
}

/** The keys of the actions from one downwards, as they stand on the page. */
function from(item) {
  const keys = [...document.querySelectorAll("table[data-grid] tr[data-item]")].map((row) => row.dataset.item);
  return keys.slice(keys.indexOf(item));
}
