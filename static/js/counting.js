/* Counts words and finds long sentences while somebody writes; what it says stands on the page. */

const PAUSE = 400;
const SENTENCE_ENDS = /(?<=[.!?…])[”")]?\s+(?=[”"(–]?\s?[A-ZÅÄÖÉ])/u;

const wordsOf = (text) => text.split(/\s+/u).filter((word) => /[\p{L}\p{N}]/u.test(word)).length;

/** Count what stands in a field whenever it changes; `read()` gives its words, a line for each paragraph. */
export function count(box, field, read = () => field.value) {
  const said = box.querySelector("[data-counted]");
  let timer;
  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => tell(said, read().split("\n")), PAUSE);
  });
}

function tell(said, lines) {
  const { most, word, words, long, longs } = said.dataset;
  const found = lines.flatMap((line) => line.split(SENTENCE_ENDS)).filter((one) => wordsOf(one) > Number(most));
  const all = lines.reduce((sum, line) => sum + wordsOf(line), 0);
  said.querySelector("[data-count]").textContent = all === 1 ? word : words.replace("{}", all);
  const hint = said.querySelector("details");
  hint.hidden = !found.length;
  hint.querySelector("summary").textContent = found.length === 1 ? long : longs.replace("{}", found.length);
  hint.querySelector("ul").replaceChildren(...found.map(item));
}

function item(sentence) {
  const line = document.createElement("li");
  line.textContent = sentence.trim();
  return line;
}
