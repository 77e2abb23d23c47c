/* What is typed goes to its person's draft on the server. The browser keeps only what the server has not taken. */

const PAUSE = 500;
const RETRY = 5000;
const PATIENCE = 20000;
const KEPT = 30 * 24 * 3600 * 1000;
const CALM = ["typing", "kept"];
const me = document.body.dataset;
const drafts = new Set();
const tabs = new BroadcastChannel("portal");
let left = false; // signed out on purpose, here or in another tab: from then on the browser keeps nothing
tabs.onmessage = () => (left = true);

/** The network or the server is away. */
export class Away extends Error {}

/** The session has ended, or somebody else has signed in in this browser. */
export class SignedOut extends Error {}

/** Send fields (FormData) to an address; the answer is the Response. Throws Away or SignedOut; a stale token is renewed. */
export async function post(address, fields) {
  fields.delete("csrfmiddlewaretoken");
  const answer = await ask(address, fields);
  if (answer.status !== 403) return answer;
  await renew();
  return ask(address, fields);
}

async function ask(address, fields) {
  const headers = { Accept: "application/json", "X-CSRFToken": me.token };
  const how = fields ? { method: "POST", body: fields, headers } : { headers: { Accept: "text/html" } };
  let answer;
  try {
    answer = await fetch(address, { ...how, signal: AbortSignal.timeout(PATIENCE) });
  } catch {
    throw new Away();
  }
  if (answer.status === 401 || (answer.redirected && answer.url.includes("/konto/logga-in/"))) throw new SignedOut();
  if (answer.status >= 500) throw new Away();
  return answer;
}

/** Send fields as a draft; the answer is the server's word on it, and of nobody else who may stand between. */
async function deliver(address, fields) {
  const sent = new FormData();
  for (const [name, value] of fields) sent.append(name, value);
  sent.set("draft", "1");
  const answer = await post(address, sent);
  if (answer.redirected) throw new SignedOut();
  if (answer.ok && !answer.headers.get("Content-Type")?.startsWith("application/json")) throw new Away();
  return answer;
}

/** After a new sign-in the tokens of this page are stale: take a fresh one, for the page's own person only. */
async function renew() {
  const answer = await ask("/konto/");
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  if (page.body.dataset.user !== me.user) throw new SignedOut();
  me.token = page.body.dataset.token;
  for (const field of document.querySelectorAll("[name=csrfmiddlewaretoken]")) field.value = me.token;
}

/** What was typed, as [name, value]; a file is no draft. */
function texts(draft) {
  return [...draft.fields()].filter(([, value]) => typeof value === "string");
}

/** What the browser holds because the server has not taken it: one entry for each opening of a form. */
const leftovers = {
  key: (address, page) => `portal:${me.user}:${address}:${page}`,
  put(draft) {
    if (left) return;
    const fields = texts(draft);
    try {
      localStorage.setItem(this.key(draft.address, draft.page), JSON.stringify({ address: draft.address, fields, at: Date.now() }));
    } catch { /* no room: the text is still on the page */ }
  },
  remove(draft) {
    localStorage.removeItem(this.key(draft.address, draft.page));
  },
  mine() {
    return Object.keys(localStorage).filter((key) => key.startsWith(`portal:${me.user}:`));
  },
  forgetOld() {
    for (const key of Object.keys(localStorage).filter((key) => key.startsWith("portal:"))) {
      if (JSON.parse(localStorage.getItem(key)).at < Date.now() - KEPT) localStorage.removeItem(key);
    }
  },
};

/** Send what an earlier page could not; return how many became drafts. What the server refuses is forgotten.

What this page holds it sends itself: offered once more here, it would be the very text that is being typed. */
export async function recover() {
  leftovers.forgetOld();
  const here = [...drafts].map((draft) => leftovers.key(draft.address, draft.page));
  let taken = 0;
  for (const key of leftovers.mine().filter((key) => !here.includes(key))) {
    const left = localStorage.getItem(key);
    const { address, fields } = JSON.parse(left);
    try {
      const answer = await deliver(address, fields);
      if (localStorage.getItem(key) === left) localStorage.removeItem(key);
      taken += answer.ok;
    } catch {
      return taken;
    }
  }
  return taken;
}

/** Before somebody signs out: send what is not sent, and let no tab keep anything in the browser after that. */
export async function leave() {
  await Promise.race([Promise.all([recover(), ...[...drafts].map((draft) => draft.flush())]), wait(PATIENCE / 4)]);
  left = true;
  tabs.postMessage("left");
}

const wait = (time) => new Promise((done) => setTimeout(done, time));

/** The draft of one opening of a form: `read()` gives its fields, `say(state, time)` is told how it stands. */
export class Draft {
  constructor(address, read, say = () => {}, page = crypto.randomUUID()) {
    Object.assign(this, { address, read, say, page, unsent: false, sending: Promise.resolve() });
    drafts.add(this);
  }

  /** What is sent, also when it is saved: the server then knows which draft is done with. */
  fields() {
    const fields = this.read();
    fields.set("draft_page", this.page);
    return fields;
  }

  changed() {
    drafts.add(this);
    this.unsent = true;
    this.say("typing");
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.flush(), PAUSE);
  }

  /** Send now what is not sent; return the last state. */
  flush() {
    clearTimeout(this.timer);
    this.sending = this.sending.catch(() => {}).then(() => (this.unsent ? this.#keep() : this.state));
    return this.sending;
  }

  /** Throw the draft away, here and on the server. */
  forget() {
    clearTimeout(this.timer);
    drafts.delete(this);
    this.sending = this.sending.catch(() => {}).then(async () => {
      this.unsent = false;
      leftovers.remove(this);
      const fields = new FormData();
      fields.set("draft", "drop");
      fields.set("draft_page", this.page);
      await post(this.address, fields).catch(() => {});
    });
    return this.sending;
  }

  async #keep() {
    this.unsent = false;
    try {
      const answer = await deliver(this.address, texts(this));
      leftovers.remove(this);
      left = false;
      if (answer.ok) this.#kept(await answer.json());
      else this.#stands(answer.status === 413 ? "too-long" : "refused");
    } catch (fault) {
      if (!(fault instanceof Away || fault instanceof SignedOut)) throw fault;
      this.unsent = true;
      leftovers.put(this);
      this.#stands(fault instanceof Away ? "away" : left ? "left" : "signed-out");
      this.timer = setTimeout(() => this.flush(), RETRY);
    }
    return this.state;
  }

  #kept({ at, elsewhere }) {
    this.#stands("kept", at);
    if (elsewhere) this.say("elsewhere", at);
  }

  #stands(state, time) {
    this.state = state;
    this.say(state, time);
  }
}

for (const back of ["online", "focus"]) addEventListener(back, () => drafts.forEach((draft) => draft.unsent && draft.flush()));
addEventListener("pagehide", () => drafts.forEach((draft) => draft.unsent && leftovers.put(draft)));

/** Return a `say` that shows the page's own words (the template "unsent") in an element.

What goes as it should is shown only; what does not, and that it does again, is read out too. */
export function saying(element) {
  const words = document.getElementById("unsent").content;
  const shown = element.appendChild(document.createElement("div"));
  const readOut = element.appendChild(document.createElement("div"));
  readOut.setAttribute("role", "status");
  return (state, time) => {
    const before = element.dataset.state ?? "typing";
    if (before === state && !time && element.textContent) return;
    element.dataset.state = state;
    const said = words.querySelector(`[data-state="${state}"]`).cloneNode(true);
    if (time) said.querySelector("b").textContent = time;
    const calm = CALM.includes(state) && CALM.includes(before);
    (calm ? readOut : shown).replaceChildren();
    (calm ? shown : readOut).replaceChildren(said);
  };
}
