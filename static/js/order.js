/* Lists whose items are put in order by dragging a grip or by Alt and an arrow; without this script, by buttons.

   [data-order] holds the address that is told of a move; [data-list], inside it or itself, holds items, which may go
   from list to list; [data-item] is an item, with [data-seen] where the page saw it stand. What is sent: item, seen,
   list, and before or after (the key of a neighbour). The answer is JSON: said, and seen, where the item stands now;
   409 where somebody else was there first: then [data-again], the part of the page to show anew, is fetched. */

import { Away, post, SignedOut } from "./unsent.js";

const PAUSE = 600; // ms after the last key: many steps are one move
const EDGE = 60; // px from the window's edge where dragging scrolls
const KEYS = { ArrowUp: -1, ArrowDown: 1 };

document.addEventListener("keydown", onKey, true);
document.addEventListener("pointerdown", onDown);
document.addEventListener("pointermove", onMove);
document.addEventListener("pointerup", () => drop());
document.addEventListener("pointercancel", () => drop(false));
document.addEventListener("focusout", onLeave);
addEventListener("pagehide", () => keyed && send());
new MutationObserver(showGrips).observe(document.querySelector("main") ?? document.body, { childList: true, subtree: true });
showGrips();

let keyed = null; // the move that keys have begun and that is not sent yet
let isMoving = false;
let dragged = null;

function showGrips() {
  for (const grip of document.querySelectorAll("[data-order] [data-grip][hidden], [data-order-help][hidden]")) grip.hidden = false;
  for (const grip of document.querySelectorAll("[data-order] [data-grip]")) grip.ariaHidden = "true";
}

const listOf = (item) => item.closest("[data-list]");
const itemsOf = (list) => [...list.querySelectorAll("[data-item]")].filter((item) => listOf(item) === list);

/** What has to be known to put an item back, and to tell the server where it went. */
function begin(item) {
  return { item, order: item.closest("[data-order]"), list: listOf(item), next: item.nextElementSibling, at: itemsOf(listOf(item)).indexOf(item) };
}

/* By keys */

function onKey(event) {
  if (event.key === "Escape" && dragged) return drop(false);
  const step = event.altKey && !event.ctrlKey && !event.metaKey && !event.shiftKey && KEYS[event.key];
  const item = step && event.target.closest("[data-order] [data-item]");
  if (!item || event.target.closest("input:not([type=checkbox]), textarea, select, [contenteditable]")) return;
  event.preventDefault();
  if (keyed && keyed.item !== item) send();
  keyed ??= begin(item);
  const items = itemsOf(listOf(item));
  const neighbour = items[items.indexOf(item) + step];
  if (neighbour) moved(() => (step < 0 ? neighbour.before(item) : neighbour.after(item)));
  sayPlace(item);
  clearTimeout(keyed.timer);
  keyed.timer = setTimeout(send, PAUSE);
}

function send() {
  const move = keyed;
  keyed = null;
  clearTimeout(move.timer);
  tell(move);
}

function onLeave({ relatedTarget }) {
  if (keyed && !isMoving && !keyed.item.contains(relatedTarget)) send();
}

/* What has the focus keeps it when its item moves. */
function moved(change) {
  const focused = document.activeElement;
  isMoving = true;
  change();
  focused.focus({ preventScroll: true });
  isMoving = false;
  focused.scrollIntoView({ block: "nearest" });
}

/* By dragging */

function onDown(event) {
  const grip = event.target.closest("[data-order] [data-grip]");
  if (!grip || event.button !== 0) return;
  event.preventDefault();
  const item = grip.closest("[data-item]");
  if (keyed) send();
  dragged = begin(item);
  dragged.from = event.clientY;
  grip.setPointerCapture(event.pointerId);
  item.dataset.dragged = "";
}

function onMove(event) {
  if (!dragged) return;
  const { item, order } = dragged;
  scroll(event.clientY);
  const under = document.elementsFromPoint(event.clientX, event.clientY).find((one) => order.contains(one));
  const other = under?.closest("[data-item]");
  const list = under?.closest("[data-list]");
  if (!list || !order.contains(list) || other === item) return;
  if (!other) {
    if (listOf(item) !== list) intoList(list, item);
    return;
  }
  const box = other.getBoundingClientRect();
  if (event.clientY < box.top + box.height / 2) other.before(item);
  else other.after(item);
}

/* Over a list's heading, or in an empty list: before its first item. */
function intoList(list, item) {
  const [first] = itemsOf(list);
  if (first) first.before(item);
  else list.append(item);
}

function scroll(y) {
  if (y < EDGE) scrollBy(0, y - EDGE);
  if (y > innerHeight - EDGE) scrollBy(0, y - innerHeight + EDGE);
}

function drop(keep = true) {
  if (!dragged) return;
  const move = dragged;
  dragged = null;
  delete move.item.dataset.dragged;
  if (keep) tell(move);
  else putBack(move);
}

function putBack({ item, list, next, order }) {
  if (next && order.contains(next)) next.before(item);
  else list.append(item);
}

/* Telling the server: one move after the other, since each says what it has seen */

let telling = Promise.resolve();

function tell(move) {
  const list = listOf(move.item);
  const items = itemsOf(list);
  const at = items.indexOf(move.item);
  if (list === move.list && at === move.at) return;
  const isUp = list !== move.list || at < move.at;
  const fields = { item: move.item.dataset.item, list: list.dataset.list ?? "" };
  if (isUp && items[at + 1]) fields.before = items[at + 1].dataset.item;
  else if (items[at - 1]) fields.after = items[at - 1].dataset.item;
  else if (items[at + 1]) fields.before = items[at + 1].dataset.item;
  telling = telling.then(() => ask(move, fields));
}

async function ask(move, fields) {
  const form = new FormData();
  for (const [name, value] of Object.entries({ ...fields, seen: move.item.dataset.seen })) form.set(name, value);
  try {
    const answer = await post(move.order.dataset.order, form);
    const told = answer.ok || answer.status === 409 ? await answer.json() : {};
    say(told.said ?? words("again"));
    if (!answer.ok) return await showAgain(move);
    move.item.dataset.seen = told.seen;
    document.dispatchEvent(new CustomEvent("order:told", { detail: told }));
  } catch (fault) {
    if (!(fault instanceof Away || fault instanceof SignedOut)) throw fault;
    putBack(move);
    say(words(fault instanceof Away ? "away" : "out"));
  }
}

async function showAgain({ order, item }) {
  const where = order.closest(order.dataset.again);
  await htmx.ajax("GET", location.href, { target: where, select: order.dataset.again, swap: "outerHTML" });
  document.querySelector(`[data-item="${item.dataset.item}"]`)?.scrollIntoView({ block: "nearest" });
}

/* What is said stands in the page's own words. */

const said = () => document.querySelector("[data-order-said]");
const words = (name) => said().dataset[name];

function say(text) {
  said().textContent = text;
}

function sayPlace(item) {
  const items = itemsOf(listOf(item));
  say(words("place").replace("#", items.indexOf(item) + 1).replace("#", items.length));
}
