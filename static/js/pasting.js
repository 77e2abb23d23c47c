/* What is pasted: headings become ours, and Word's paragraphs that only look like lists become lists. */

const LEVEL = /mso-list:[^;]*level(\d)/i;
const COUNTED = /^\(?(\d{1,3}|[a-z]{1,4})[.)]/i;
const BOLD = /(?<![\w-])font-weight:\s*(bold|[6-9]00)/i;
const NOT_BOLD = /(?<![\w-])font-weight:\s*(normal|[1-5]00)/i;
const OURS = { H1: "h3", H2: "h3", H5: "h4", H6: "h4" };

/** Return pasted HTML as the editor can read it; what it does not know it leaves out by itself. */
export function plainer(html) {
  const pasted = new DOMParser().parseFromString(quiet(html), "text/html");
  lists(pasted);
  for (const heading of pasted.querySelectorAll("h1, h2, h5, h6")) become(heading, OURS[heading.tagName]);
  for (const styled of pasted.querySelectorAll("[data-style]")) unstyle(styled);
  return pasted.body.innerHTML;
}

/* What is bold by style becomes so by its tag. */
function unstyle(element) {
  const { style } = element.dataset;
  if (element.localName === "span" && BOLD.test(style)) become(element, "strong");
  else if (element.matches("b, strong") && NOT_BOLD.test(style)) become(element, "span");
}

function become(element, name) {
  const other = element.ownerDocument.createElement(name);
  other.append(...element.childNodes);
  element.replaceWith(other);
}

/* Styles stand as data, so that the browser has none to refuse. */
function quiet(html) {
  const plain = html.replace(/<style[\s\S]*?<\/style>/gi, "");
  return plain.replace(/<[^>]*>/g, (tag) => tag.replace(/\sstyle\s*=/gi, " data-style="));
}

function lists(pasted) {
  let open = [];
  let last = null;
  for (const item of pasted.querySelectorAll("[data-style*='mso-list']:not(span)")) {
    const level = Number(LEVEL.exec(item.dataset.style)?.[1] ?? 1);
    if (last?.nextElementSibling !== item) open = [];
    const list = listFor(pasted, open, Math.min(level, open.length + 1), kindOf(item));
    if (!list.isConnected && open.length === 1) item.before(list);
    const line = pasted.createElement("li");
    line.append(...item.childNodes);
    list.append(line);
    last = open[0];
    item.remove();
  }
}

function kindOf(item) {
  const marker = item.querySelector("[data-style*='mso-list:Ignore' i], [data-style*='mso-list: Ignore' i]");
  const counted = COUNTED.test(marker?.textContent.trim() ?? "");
  marker?.remove();
  return counted ? "ol" : "ul";
}

/* Return the list that an item of a level belongs to; `open` holds the lists that are open, outermost first. */
function listFor(pasted, open, level, kind) {
  open.length = Math.min(open.length, level);
  const there = open[level - 1];
  if (there?.localName === kind) return there;
  const list = pasted.createElement(kind);
  if (level > 1) open[level - 2].lastElementChild.append(list);
  else there?.after(list);
  open[level - 1] = list;
  return list;
}
