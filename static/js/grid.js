/* A table as a grid that is edited in place, after the WAI-ARIA pattern: one tab stop, and keys as in a
   spreadsheet. Without this script each cell leads to a page of its own; a cell without such a link is not edited. */

import { Editor } from "./grid-editor.js";
import { target } from "./grid-moves.js";
import { showWriters, watchWriters } from "./grid-presence.js";
import { refresh, upgrade } from "./grid-rows.js";
import { Saving } from "./grid-saving.js";
import { Standing } from "./grid-standing.js";

const STARTS = new Set(["Enter", "F2", " ", "Delete", "Backspace"]);
const CONTROLS = "a, button, input, select, textarea, label, summary";
const CELL = "table[data-grid] :is(td, th)[tabindex]";

class Grid {
  constructor() {
    this.standing = new Standing(this);
    this.saving = new Saving(this);
    this.editor = null;
    const place = document.querySelector("main");
    place.addEventListener("keydown", (event) => this.key(event));
    place.addEventListener("pointerdown", (event) => this.point(event));
    place.addEventListener("click", (event) => this.click(event));
    place.addEventListener("focusin", (event) => this.see(event.target));
    this.adopt();
  }

  get table() {
    return document.querySelector("table[data-grid]");
  }

  /** Take on the table that stands on the page now, with the same cell selected as before. */
  adopt() {
    const before = this.cell && { item: this.item, column: this.column(this.cell) };
    this.editor = null;
    this.cell = null;
    if (!this.table) return;
    upgrade(this);
    this.select((before && this.find(before.item, before.column)) ?? this.rows()[0]?.cells[0], false);
  }

  rows() {
    return [...this.table.querySelectorAll("tr[data-item]")];
  }

  /** The address of a cell's own page, where it can be changed. */
  address(cell) {
    return cell.querySelector(":scope > a.change")?.getAttribute("href");
  }

  get item() {
    return this.cell.parentElement.dataset.item;
  }

  column(cell) {
    return this.table.tHead.rows[0].cells[cell.cellIndex]?.dataset.cell;
  }

  find(item, column) {
    const head = this.table?.tHead.querySelector(`[data-cell="${column}"]`);
    return head && this.table.querySelector(`tr[data-item="${item}"]`)?.cells[head.cellIndex];
  }

  isInRow(cell) {
    return cell.parentElement.dataset.item !== undefined;
  }

  select(cell, focus = true) {
    if (!cell) return;
    if (this.isInRow(cell)) this.wanted = cell.cellIndex; // the column to which up and down come back
    if (this.cell && this.cell !== cell) {
      this.cell.tabIndex = -1;
      delete this.cell.dataset.selected;
    }
    this.cell = cell;
    cell.tabIndex = 0;
    if (!focus) return;
    cell.dataset.selected = "";
    cell.focus();
  }

  /** Whatever takes the focus inside a cell, the cell is the selected one. */
  see(element) {
    const cell = element.closest(CELL);
    if (!cell) return;
    if (cell !== this.cell) this.select(cell, false);
    cell.dataset.selected = "";
  }

  /** Open the form of a cell: what came back to it, the person's own text from earlier, or what stands there. */
  async edit(cell, how = {}) {
    if (!this.address(cell)) return;
    this.editor?.leave();
    this.select(cell, false);
    const waits = cell.querySelector(":scope > .waits");
    const isWaiting = waits && !this.saving.has(cell);
    const earlier = isWaiting ? await this.saving.earlier(waits.getAttribute("href")) : null;
    if (this.editor) return;
    this.editor = this.saving.returned(cell) ?? new Editor(this, cell, earlier);
    this.editor.open(how);
  }

  /** Save in a cell what was pasted on it; tell whether it can hold that. */
  async fill(cell, text) {
    await this.edit(cell);
    const { editor } = this;
    if (editor?.cell !== cell) return false;
    const can = editor.put(text);
    if (can) editor.leave(cell);
    else editor.cancel();
    return can;
  }

  /** What a cell says, as it is copied. */
  words(cell) {
    const said = (name) => cell.getAttribute(`data-is-${name}`);
    const status = document.querySelector(`template[data-cell="status"]`)?.content;
    const choice = said("status") && status?.querySelector(`option[value="${said("status")}"]`);
    return cell.querySelector("[data-text]")?.textContent ?? choice?.text ?? said("end") ?? cell.innerText.trim();
  }

  key(event) {
    const cell = event.target.closest(CELL);
    if (!cell || event.defaultPrevented || event.isComposing || this.editor) return;
    this.standing.isQuiet = false;
    const isCommand = event.ctrlKey || event.metaKey;
    if (isCommand && event.key === "Enter") return this.follow(event, cell.parentElement.querySelector("a.open"));
    const next = target(this, cell, event);
    if (next) {
      event.preventDefault();
      this.select(next);
    } else if (event.target === cell && !isCommand && !event.altKey) this.start(event, cell);
  }

  /** A key that starts editing: what is typed takes the place of what stands there, as in a spreadsheet. */
  start(event, cell) {
    const { key } = event;
    const types = (key.length === 1 && key !== " ") || key === "Dead";
    if ((!types && !STARTS.has(key)) || (key === " " && event.shiftKey)) return;
    if (!this.address(cell)) {
      if (key === "Enter" || key === " ") this.follow(event, cell.querySelector(CONTROLS));
      return;
    }
    const empty = key === "Delete" || key === "Backspace";
    if (!types) event.preventDefault();
    this.edit(cell, { replace: types || empty, empty });
  }

  follow(event, control) {
    if (!control) return;
    event.preventDefault();
    control.click();
  }

  /** A click selects; a click on what is selected edits, and so does a finger at once. */
  point(event) {
    const cell = event.target.closest(CELL);
    this.standing.isQuiet = false;
    this.isSecond = cell && (cell === document.activeElement || event.pointerType === "touch");
  }

  click(event) {
    const cell = event.target.closest(CELL);
    if (!cell || event.target.closest(".editor")) return;
    const control = event.target.closest(CONTROLS);
    if (control?.matches(".waits") && this.address(cell)) {
      event.preventDefault();
      this.edit(cell);
    } else if (!control && !String(getSelection())) {
      if (this.isSecond && this.address(cell)) this.edit(cell);
      else this.select(cell);
    }
  }

  /** Put a row from the server into its place; what is being written or waits there stays. */
  refresh(html, saved) {
    refresh(this, html, saved);
    showWriters(this);
  }
}

const grid = document.querySelector("[data-stand]") ? new Grid() : null;
if (grid) {
  watchWriters(grid);
  document.addEventListener("htmx:after:swap", () => grid.adopt());
  document.addEventListener("order:told", ({ detail }) => grid.standing.take(detail));
  addEventListener("keydown", (event) => {
    const isUndo = (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey && event.key.toLowerCase() === "z";
    if (!isUndo || event.target.closest("input, textarea, select, [contenteditable]")) return;
    event.preventDefault();
    grid.standing.undo();
  });
}

export const fill = (cell, text) => grid.fill(cell, text);
export const words = (cell) => grid.words(cell);

/** The selected cell: the action's key, the column's name and the element; null where none has been selected. */
export function active() {
  const cell = grid?.cell;
  if (!cell?.isConnected || !("selected" in cell.dataset) || !grid.isInRow(cell)) return null;
  return { item: grid.item, column: grid.column(cell), cell };
}
