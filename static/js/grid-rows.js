/* The rows of the grid: their roles, and how a row from the server takes the place of the old one. */

const KEPT = ":scope > .who, :scope > .waits"; // what the server tells for the whole table only

const FORM = /^data-(is-|promised$)/; // what a cell's form begins with

/** Give the table its roles; all of it is one tab stop. */
export function upgrade(grid) {
  const { table } = grid;
  const help = document.getElementById("grid-help");
  help.closest("details").hidden = false;
  table.setAttribute("role", "grid");
  table.setAttribute("aria-describedby", help.id);
  table.closest(".scroll").removeAttribute("tabindex");
  for (const body of table.tBodies) body.setAttribute("role", "rowgroup");
  for (const row of table.rows) {
    row.setAttribute("role", "row");
    for (const cell of row.cells) upgradeCell(grid, cell);
  }
}

function upgradeCell(grid, cell) {
  const pressed = cell.querySelectorAll("a, button, input");
  cell.setAttribute("role", cell.tagName === "TD" ? "gridcell" : cell.scope === "col" ? "columnheader" : "rowheader");
  for (const inner of pressed) inner.tabIndex = -1;
  if (grid.isInRow(cell) || pressed.length) cell.tabIndex = -1;
  if (grid.isInRow(cell) && !grid.address(cell)) cell.setAttribute("aria-readonly", "true");
}

/** Take over what a row says; `saved` is the key of the cell that was saved, none where all was changed. */
export function refresh(grid, html, saved) {
  const template = document.createElement("template");
  template.innerHTML = html;
  const fresh = template.content.querySelector("tr");
  const row = document.getElementById(fresh.id);
  if (!row) return;
  for (const cell of row.cells) {
    const key = grid.saving.key(cell);
    const isBusy = "editing" in cell.dataset || cell.dataset.state || cell.querySelector("input[type=checkbox]");
    if (!isBusy) takeOver(cell, fresh.cells[cell.cellIndex], key === saved);
  }
  for (const cell of row.cells) if (cell !== grid.cell) upgradeCell(grid, cell);
}

function takeOver(cell, fresh, isSaved) {
  const kept = isSaved ? [] : [...cell.querySelectorAll(KEPT)];
  const hadFocus = cell.contains(document.activeElement) && cell !== document.activeElement;
  for (const { name } of [...cell.attributes]) if (FORM.test(name)) cell.removeAttribute(name);
  for (const { name, value } of fresh.attributes) if (FORM.test(name)) cell.setAttribute(name, value);
  cell.replaceChildren(...fresh.childNodes, ...kept);
  for (const inner of cell.querySelectorAll("a, button")) inner.tabIndex = -1;
  if (hadFocus) cell.focus();
}
