/* Forms that keep a draft: what is typed is sent half a second after the last key, and once more before it is saved. */

import { Draft, leave, recover, saying } from "./unsent.js";

for (const form of document.querySelectorAll("form[data-draft]")) watch(form);
for (const form of document.querySelectorAll("form[data-leave]")) form.addEventListener("submit", signOut);
if (document.body.dataset.user) sendLeftovers();
addEventListener("online", sendLeftovers);

function watch(form) {
  const said = document.createElement("div");
  said.className = "unsent";
  form.append(said);
  const page = form.elements.namedItem("draft_page").value;
  const draft = new Draft(form.getAttribute("action") || location.pathname, () => new FormData(form), saying(said), page);
  form.addEventListener("input", () => draft.changed());
  form.addEventListener("submit", (event) => save(event, form, draft));
  form.querySelector("a[data-cancel]")?.addEventListener("click", (event) => cancel(event, draft));
}

/* What was typed here goes, if that is what is meant; what waited from before goes on waiting. */
async function cancel(event, draft) {
  const link = event.currentTarget;
  if (!draft.unsent && !draft.state) return;
  event.preventDefault();
  if (!confirm(link.dataset.cancel)) return;
  await draft.forget();
  location.assign(link.href);
}

/* The draft goes first: if it cannot be taken, nor can the form, and the text stays where it is. Once is enough. */
async function save(event, form, draft) {
  if (form.goes === "now") {
    form.goes = "gone";
    return;
  }
  event.preventDefault();
  if (form.goes) return;
  form.goes = "soon";
  draft.unsent = true;
  const state = await draft.flush();
  form.goes = state === "kept" || state === "too-long" ? "now" : "";
  if (form.goes) form.requestSubmit(event.submitter);
}

async function signOut(event) {
  if (this.leaving) return;
  event.preventDefault();
  this.leaving = true;
  await leave();
  this.requestSubmit();
}

/* What an earlier page left behind becomes a draft; the page then offers it. */
async function sendLeftovers() {
  if (!(await recover())) return;
  const answer = await fetch(location.href);
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const offers of document.querySelectorAll("[data-offers]")) {
    offers.replaceWith(fresh.querySelector("[data-offers]") ?? "");
  }
}
