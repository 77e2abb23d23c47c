/* What leaves a cell is saved, one thing after another; what cannot be saved waits in its cell and is said. */

import { Editor } from "./grid-editor.js";
import { Away, Draft, post, SignedOut } from "./unsent.js";

const RETRY = 5000;

export class Saving {
  constructor(grid) {
    this.grid = grid;
    this.waiting = []; // what is on its way to the server, in order
    this.back = new Map(); // key of a cell → what could not be saved: {form, draft}
    this.sending = Promise.resolve();
    addEventListener("online", () => this.send());
    addEventListener("focus", () => this.send());
    addEventListener("beforeunload", (event) => this.waiting.length && event.preventDefault());
  }

  key(cell) {
    return `${cell.parentElement.dataset.item}/${this.grid.column(cell)}`;
  }

  cell(key) {
    return this.grid.find(...key.split("/"));
  }

  save({ cell, form, address, draft }) {
    const key = this.key(cell);
    this.forget(cell);
    cell.dataset.state = "saving";
    const field = form.querySelector("[data-text]");
    const shown = cell.querySelector("[data-text]");
    if (field && shown) shown.textContent = field.value; // at once; the server's own row comes soon
    if (draft) {
      clearTimeout(draft.timer);
      draft.unsent = true; // until it is saved: should the page be left now, the browser keeps it
    }
    this.waiting.push({ key, form, address, draft });
    this.grid.standing.isQuiet = true;
    this.send();
  }

  /** Send what waits; resolves when nothing more can be sent now. */
  send() {
    clearTimeout(this.timer);
    this.sending = this.sending.then(async () => {
      while (this.waiting.length && (await this.sendOne(this.waiting[0]))) this.waiting.shift();
    });
    return this.sending;
  }

  /** Send one cell; return whether the server has answered. */
  async sendOne(job) {
    await job.draft?.sending;
    try {
      const answer = await post(job.address, job.draft ? job.draft.fields() : new FormData(job.form));
      const isTold = answer.headers.get("Content-Type").startsWith("application/json");
      this.answered(job, answer.ok, isTold ? await answer.json() : {});
      return true;
    } catch (fault) {
      if (!(fault instanceof Away || fault instanceof SignedOut)) throw fault;
      this.later(job, fault instanceof Away ? "away" : "signed-out");
      return false;
    }
  }

  /** The browser keeps what the server cannot take; it is sent again by and by. */
  later(job, state) {
    const tell = (...said) => this.grid.standing.tellDraft(...said);
    job.draft ??= new Draft(job.address, () => new FormData(job.form), tell);
    job.draft.unsent = true;
    job.draft.state = state;
    tell(state);
    this.timer = setTimeout(() => this.send(), RETRY);
  }

  answered({ key, form, draft }, isSaved, told) {
    const cell = this.cell(key);
    if (draft) draft.unsent = false;
    if (cell) delete cell.dataset.state;
    if (isSaved) {
      if (draft?.state === "away" || draft?.state === "signed-out") draft.forget();
      this.grid.standing.take(told, key);
      this.grid.standing.tellSaved(told.said);
    } else if (cell) this.sendBack(cell, key, told.form ? made(told.form) : form, draft, told.form ? "not-saved" : "refused");
  }

  /** Put the form with its faults back; it opens by itself only if nobody has gone on to anything else. */
  sendBack(cell, key, form, draft, word) {
    if (draft) draft.read = () => new FormData(form);
    this.back.set(key, { form, draft });
    cell.dataset.state = "fault";
    this.grid.standing.draft.hidden = true;
    this.grid.standing.sayWord(word);
    this.grid.standing.tellUnsaved(this.back.size);
    if (this.grid.standing.isQuiet && !this.grid.editor) this.grid.edit(cell, { byItself: true });
  }

  /** What came back is left as it is for now. */
  keep({ cell, form, draft }) {
    this.back.set(this.key(cell), { form, draft });
    cell.dataset.state = "fault";
  }

  has(cell) {
    return this.back.has(this.key(cell));
  }

  /** The form with the text that the person typed earlier, as the server has kept it; null where it cannot be had. */
  async earlier(address) {
    const answer = await fetch(address, { headers: { Accept: "application/json" } }).catch(() => null);
    return answer?.ok ? made((await answer.json()).form) : null;
  }

  /** The editor of what came back to a cell, if something did. */
  returned(cell) {
    if (!this.has(cell)) return null;
    const { form, draft } = this.back.get(this.key(cell));
    return Object.assign(new Editor(this.grid, cell, form), { draft });
  }

  showReturned() {
    const cell = [...this.back.keys()].map((key) => this.cell(key)).find(Boolean);
    if (cell) this.grid.edit(cell);
  }

  forget(cell) {
    this.back.delete(this.key(cell));
    delete cell.dataset.state;
    this.grid.standing.tellUnsaved(this.back.size);
  }
}

function made(html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  return template.content.querySelector("form");
}
