/* Choosing rows of a table: all of them at once, a range with Shift, the row one stands in with Shift and Space. */

const chosen = new Set();
const boxes = () => [...document.querySelectorAll("input[name=row][form=chosen]")];
let last = null;

if (document.getElementById("chosen")) {
  for (const box of boxes()) if (box.checked) chosen.add(box.value);
  document.addEventListener("click", onClick);
  document.addEventListener("change", onChange);
  document.addEventListener("keydown", onKey);
  document.addEventListener("formdata", sendOneField);
  new MutationObserver(again).observe(document.querySelector("main"), { childList: true, subtree: true });
  show();
}

/* Rows come anew when the table is narrowed or a cell is saved: those that were chosen stay so. */
function again(changes) {
  const has = (node) => node.nodeType === 1 && (node.matches("[name=row]") || node.querySelector("[name=row], [data-all]"));
  if (!changes.some(({ addedNodes }) => [...addedNodes].some(has))) return;
  for (const box of boxes()) box.checked = chosen.has(box.value);
  const there = new Set(boxes().map((box) => box.value));
  for (const value of chosen) if (!there.has(value)) chosen.delete(value);
  show();
}

function onClick(event) {
  const box = event.target.closest("input[name=row]");
  if (box && event.shiftKey && last) chooseThrough(box);
  if (box) last = box.value;
  if (event.target.closest("[data-none]")) choose(boxes(), false);
}

function chooseThrough(box) {
  const all = boxes();
  const ends = [all.findIndex((one) => one.value === last), all.indexOf(box)].sort((a, b) => a - b);
  if (ends[0] >= 0) choose(all.slice(ends[0], ends[1] + 1), box.checked);
}

function onChange({ target }) {
  if (target.matches("input[name=row]")) choose([target], target.checked);
  if (target.closest("[data-all]")) choose(boxes(), target.checked);
}

function onKey(event) {
  const typing = event.target.closest("input, textarea, select, button, [contenteditable]");
  const box = event.target.closest("tr")?.querySelector("input[name=row]");
  if (event.key !== " " || !event.shiftKey || typing || !box) return;
  event.preventDefault();
  choose([box], !box.checked);
  last = box.value;
}

function choose(some, whether) {
  for (const box of some) {
    box.checked = whether;
    chosen[whether ? "add" : "delete"](box.value);
  }
  show();
}

function show() {
  const bar = document.getElementById("chosen");
  if (!bar) return;
  const said = bar.querySelector("[data-count]");
  said.textContent = chosen.size === 1 ? said.dataset.one : said.dataset.many.replace("#", chosen.size);
  said.hidden = bar.querySelector("[data-none]").hidden = chosen.size === 0;
  bar.toggleAttribute("data-some", chosen.size > 0);
  const all = document.querySelector("[data-all]");
  all.hidden = false;
  all.firstElementChild.checked = chosen.size > 0 && chosen.size === boxes().length;
  all.firstElementChild.indeterminate = chosen.size > 0 && chosen.size < boxes().length;
}

/* A thousand rows go as one field: servers bound the number of fields. */
function sendOneField({ target, formData }) {
  if (target.id !== "chosen") return;
  formData.set("rows", formData.getAll("row").join(","));
  formData.delete("row");
}
