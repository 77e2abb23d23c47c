/* The form in a cell: made from the page's template and filled from the cell, or as the server has sent it back. */

import { beside, neighbour } from "./grid-moves.js";
import { Draft } from "./unsent.js";

const FIELDS = "input:not([type=hidden]), textarea, select";
const MEANT_FOR_ANOTHER = 700; // milliseconds after a form has come back by itself

export class Editor {
  constructor(grid, cell, form = null) {
    this.grid = grid;
    this.cell = cell;
    this.address = grid.address(cell);
    this.name = this.address.split("/").at(-2);
    this.isReturned = form !== null;
    this.form = form ?? this.filled();
    this.before = this.said();
    this.isTaken = this.form.querySelector("[data-throw]") !== null;
    this.listen();
  }

  listen() {
    this.ears = new AbortController();
    const on = (name, act, element = this.form) => element.addEventListener(name, act, { signal: this.ears.signal });
    on("input", () => this.typed());
    on("keydown", (event) => this.key(event));
    on("submit", (event) => this.submit(event));
    on("focusout", () => setTimeout(() => this.left()));
    on("click", (event) => this.press(event));
    for (const button of this.form.querySelectorAll("button")) button.tabIndex = -1;
  }

  press({ target }) {
    if (target.closest("[data-cancel]")) this.cancel();
    if (target.closest("[data-throw]")) this.throwAway();
  }

  /** A copy of the page's empty form with the values that stand on the cell, as what is seen and as what is written. */
  filled() {
    const template = document.querySelector(`template[data-cell="${this.name}"]`);
    const form = template.content.querySelector("form").cloneNode(true);
    for (const field of form.querySelectorAll(FIELDS)) {
      const value = this.value(field);
      if (field.type === "checkbox") field.checked = value === "True";
      else field.value = value;
      if (field.tagName === "SELECT" && field.value !== value) this.addChoice(field, value);
      const seen = form.elements.namedItem(`initial-${field.name}`);
      if (seen) seen.value = field.type === "checkbox" && !value ? "False" : value;
    }
    return form;
  }

  value(field) {
    if ("text" in field.dataset) return this.cell.querySelector("[data-text]")?.textContent ?? "";
    return this.cell.getAttribute(`data-is-${field.name}`) ?? "";
  }

  /** What stands there is a choice, also where it is offered no more. */
  addChoice(field, value) {
    field.append(new Option(this.cell.querySelector("[data-text]")?.textContent ?? value, value));
    field.value = value;
  }

  said() {
    return JSON.stringify([...new FormData(this.form)]);
  }

  get isChanged() {
    return this.before !== this.said();
  }

  open({ replace = false, empty = false, byItself = false } = {}) {
    this.deafUntil = byItself ? performance.now() + MEANT_FOR_ANOTHER : 0;
    this.cell.dataset.editing = this.name;
    this.cell.append(this.form);
    this.unfold();
    const field = this.form.querySelector("[aria-invalid=true], [data-first]") ?? this.fields()[0];
    field.focus();
    if (!("value" in field) || field.type === "checkbox" || field.tagName === "SELECT") return;
    if (replace) field.select();
    else field.setSelectionRange(field.value.length, field.value.length);
    if (empty && "text" in field.dataset) document.execCommand("delete");
  }

  /** Put a text that was pasted on the cell in its first field; tell whether it is something that can stand there. */
  put(text) {
    const [field] = this.fields();
    const option = [...(field.options ?? [])].find((one) => one.text.toLowerCase() === text.trim().toLowerCase());
    if (field.options && !option) return false;
    field.value = option ? option.value : text;
    return true;
  }

  fields() {
    return [...this.form.querySelectorAll(FIELDS)].filter((field) => field.offsetParent);
  }

  /** Show what belongs to what is chosen only then: the reason beside "cancelled". */
  unfold() {
    for (const field of this.form.querySelectorAll("[data-when]")) {
      const isFilled = field.type === "checkbox" ? field.checked : field.value !== "";
      const isShown = this.isWanted(field.dataset.when) || isFilled || field.matches("[aria-invalid=true]");
      field.closest(".field").hidden = !isShown;
    }
  }

  /** "status=cancelled": it is; "late_override=*": anything is chosen; "end=moved": it differs from what is promised. */
  isWanted(when) {
    const [name, wanted] = when.split("=");
    const said = this.form.elements.namedItem(name).value;
    const seen = this.form.elements.namedItem(`initial-${name}`)?.value;
    if (wanted === "moved") return "promised" in this.cell.dataset && said !== seen;
    return wanted === "*" ? said !== "" : said === wanted;
  }

  typed() {
    this.unfold();
    this.draft ??= new Draft(this.address, () => new FormData(this.form), (...said) => this.grid.standing.tellDraft(...said), this.page);
    this.draft.changed();
  }

  /** The opening of the form that a draft was typed in, where one was taken up. */
  get page() {
    return this.form.elements.namedItem("draft_page")?.value;
  }

  key(event) {
    if (event.isComposing) return;
    const { key } = event;
    if (key === "Escape") this.then(event, () => this.cancel());
    else if (key === "F2") this.then(event, () => this.leave(this.cell));
    else if (key === "Enter") this.enter(event);
    else if (key === "Tab") this.tab(event);
  }

  then(event, act) {
    event.preventDefault();
    event.stopPropagation();
    act();
  }

  /** Enter saves and goes down; in a long text Alt or Shift, and a finger, make a new line. */
  enter(event) {
    if (event.target.matches("button")) return;
    const isLong = event.target.tagName === "TEXTAREA" && !("line" in event.target.dataset);
    if (isLong && event.altKey) return this.then(event, () => document.execCommand("insertText", false, "\n"));
    if (isLong && (event.shiftKey || matchMedia("(pointer: coarse)").matches)) return;
    const stays = event.ctrlKey || event.metaKey || this.isReturned;
    this.then(event, () => this.confirm(stays ? this.cell : beside(this.grid, this.cell, event.shiftKey ? -1 : 1)));
  }

  /** Tab goes through the fields of the cell, then saves and goes on to the next one. */
  tab(event) {
    const step = event.shiftKey ? -1 : 1;
    const fields = this.fields();
    const next = fields[fields.indexOf(event.target) + step];
    this.then(event, () => (next ? next.focus() : this.leave(neighbour(this.grid, this.cell, step))));
  }

  submit(event) {
    event.preventDefault();
    this.confirm(this.cell);
  }

  /** Said outright, also what has come back is sent once more: the second one chooses. */
  confirm(next) {
    if (performance.now() < this.deafUntil) return;
    this.isConfirmed = this.isReturned;
    this.leave(next);
  }

  /** The focus has gone somewhere else: what was written is saved; it stays open while only the window is left. */
  left() {
    if (this.grid.editor !== this || !document.hasFocus() || this.form.contains(document.activeElement)) return;
    this.leave();
  }

  /** Save if something has been written, close, and select a cell; what came back unsaved waits if it is only left. */
  leave(next = null) {
    if (this.isChanged || this.isConfirmed) this.grid.saving.save(this);
    else if (this.isReturned && !this.isTaken) this.grid.saving.keep(this);
    else this.draft?.forget();
    this.close();
    if (next) this.grid.select(next);
  }

  /** What was just typed goes; text from earlier that was only looked at goes on waiting. */
  cancel() {
    this.draft?.forget();
    this.grid.saving.forget(this.cell);
    this.close();
    this.grid.select(this.cell);
  }

  throwAway() {
    this.draft ??= new Draft(this.address, () => new FormData(this.form), () => {}, this.page);
    this.cell.querySelector(":scope > .waits")?.remove();
    this.cancel();
  }

  close() {
    this.ears.abort();
    this.grid.editor = null;
    delete this.cell.dataset.editing;
    this.form.remove();
  }
}
