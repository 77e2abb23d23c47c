/* The line above the table: how many stand how, what has been saved, what is not, and the way to take back. */

import { Away, post, saying, SignedOut } from "./unsent.js";

const ALOUD = new Set(["away", "signed-out", "refused", "too-long"]); // of a draft's states, what must be heard

export class Standing {
  constructor(grid) {
    this.grid = grid;
    this.line = document.querySelector("[data-stand]");
    this.draft = this.part("draft");
    this.sayDraft = saying(this.draft);
    this.form = this.part("undo");
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.undo();
    });
    this.part("unsaved").addEventListener("click", () => this.grid.saving.showReturned());
  }

  part(name) {
    return this.line.querySelector(`[data-stand-${name}]`);
  }

  say(text) {
    this.part("said").textContent = text;
  }

  /** Say one of the page's own words. */
  sayWord(name) {
    this.say(document.getElementById("grid-words").content.querySelector(`[data-word="${name}"]`).textContent);
  }

  /** Tell how a draft stands; what must be heard is spoken too. */
  tellDraft(state, time) {
    this.draft.hidden = false;
    if (ALOUD.has(state)) this.draft.setAttribute("role", "alert");
    else this.draft.removeAttribute("role");
    this.sayDraft(state, time);
  }

  tellSaved(said) {
    this.draft.hidden = true;
    this.say(said);
  }

  /** How many cells hold something that could not be saved; the button leads to the first. */
  tellUnsaved(count) {
    const button = this.part("unsaved");
    button.hidden = !count;
    button.querySelector("b").textContent = count;
  }

  /** Take over what an answer tells of the table. */
  take(told, saved = null) {
    if (told.row) this.grid.refresh(told.row, saved);
    if (told.tally) this.part("tally").innerHTML = told.tally;
    if ("change" in told) this.offer(told);
  }

  offer({ change, sentence }) {
    this.form.hidden = !change;
    this.form.elements.namedItem("change").value = change ?? "";
    this.form.querySelector("button .sr").textContent = sentence ? `: ${sentence}` : "";
  }

  /** Take back the latest of the person's changes, once all that was written before has been saved. */
  async undo() {
    await this.grid.saving.send();
    if (this.form.hidden || this.isUndoing) return;
    this.isUndoing = true;
    try {
      const answer = await post(this.form.getAttribute("action"), new FormData(this.form));
      await this.undone(answer);
    } catch (fault) {
      if (!(fault instanceof Away || fault instanceof SignedOut)) throw fault;
      this.tellDraft(fault instanceof Away ? "away" : "signed-out");
    } finally {
      this.isUndoing = false;
    }
  }

  async undone(answer) {
    const told = answer.status === 404 ? {} : await answer.json();
    this.take(told);
    if (!told.row) await this.renew();
    this.tellSaved(told.said ?? "");
  }

  /** Where more than one row has changed, the page is asked for its table anew. */
  async renew() {
    const answer = await fetch(location.href);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const had = this.grid.table?.contains(document.activeElement);
    document.getElementById("shown").replaceWith(page.getElementById("shown"));
    this.part("tally").replaceWith(page.querySelector("[data-stand-tally]"));
    this.grid.adopt();
    if (had) this.grid.select(this.grid.cell);
  }
}
