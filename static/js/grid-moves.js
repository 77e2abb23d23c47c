/* Where a key leads in the grid. */

const STEPS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

/** The cell to which a key leads from a cell, or null where the key moves nowhere. */
export function target(grid, cell, { key, ctrlKey, metaKey, altKey, shiftKey }) {
  if (altKey || shiftKey) return null;
  const rows = grid.rows();
  const row = rows.indexOf(cell.parentElement);
  const column = cell.cellIndex;
  const at = (r, c) => {
    const { cells } = rows[within(r, rows.length)];
    return cells[within(c, cells.length)];
  };
  const command = ctrlKey || metaKey;
  if (STEPS[key]) {
    const [down, right] = STEPS[key].map((step) => (command ? step * rows.length : step));
    return at(row + down, column + right);
  }
  if (key === "Home") return at(command ? 0 : row, 0);
  if (key === "End") return at(command ? rows.length : row, Infinity);
  if (command) return null;
  if (key === "PageDown") return at(screenful(rows, row, 1), column);
  if (key === "PageUp") return at(screenful(rows, row, -1), column);
  return null;
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

export function moveTo(grid, cell) {
  grid.select(cell);
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
