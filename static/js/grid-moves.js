/* Where a key leads in the grid. */

const STEPS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

/** The cell to which a key leads from a cell, or null where the key moves nowhere. */
export function target(grid, cell, { key, ctrlKey, metaKey, altKey, shiftKey }) {
  if (altKey || shiftKey) return null;
  const rows = stops(grid);
  const row = rows.indexOf(cell.parentElement);
  const column = grid.isInRow(cell) ? cell.cellIndex : grid.wanted ?? 0;
  const isCommand = ctrlKey || metaKey;
  if (STEPS[key]) {
    const [down, right] = STEPS[key].map((step) => (isCommand ? step * Infinity || 0 : step));
    return at(rows, row + down, column + right);
  }
  const items = grid.rows();
  if (key === "Home") return isCommand ? at(items, 0, 0) : at(rows, row, 0);
  if (key === "End") return isCommand ? at(items, Infinity, Infinity) : at(rows, row, Infinity);
  if (isCommand) return null;
  if (key === "PageDown") return at(rows, screenful(rows, row, 1), column);
  if (key === "PageUp") return at(rows, screenful(rows, row, -1), column);
  return null;
}

/** The rows on which the keys stop: those of the actions, and others that hold something to press. */
function stops(grid) {
  return [...grid.table.rows].filter((row) => row.dataset.item !== undefined || pressed(row));
}

/** The cell of a row; a row that is no action's has one only. */
function at(rows, index, column) {
  const row = rows[within(index, rows.length)];
  return row.dataset.item === undefined ? pressed(row) : row.cells[within(column, row.cells.length)];
}

/** The cell of what can be pressed in a row between or above the actions. */
function pressed(row) {
  return row.querySelector("a, button, label:not([hidden]) input")?.closest("td, th");
}

/** The next cell, or the one before, that can be changed; past the end of a row it stands in another. */
export function neighbour(grid, cell, step) {
  const cells = grid.rows().flatMap((row) => [...row.cells]);
  for (let at = cells.indexOf(cell) + step; at in cells; at += step) {
    if (grid.address(cells[at])) return cells[at];
  }
  return cell;
}

/** The cell above or below. */
export function beside(grid, cell, step) {
  const rows = grid.rows();
  return rows[within(rows.indexOf(cell.parentElement) + step, rows.length)].cells[cell.cellIndex];
}

function within(index, count) {
  return Math.max(0, Math.min(count - 1, index));
}

function screenful(rows, from, step) {
  const start = rows[from].getBoundingClientRect().top;
  let to = from + step;
  while (rows[to] && Math.abs(rows[to].getBoundingClientRect().top - start) < innerHeight * 0.8) to += step;
  return to;
}
