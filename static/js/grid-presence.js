/* Who else is writing is told in the cell: asked for now and then, never what is written. */

const PAUSE = 20000;
let writers = null;

/** Ask at once when the page is looked at again, else every now and then. */
export function watchWriters(grid) {
  const address = document.querySelector("[data-stand]").dataset.writers;
  const ask = async () => {
    if (document.hidden) return;
    const answer = await fetch(address, { headers: { Accept: "application/json" } }).catch(() => null);
    if (!answer?.ok) return;
    writers = await answer.json();
    showWriters(grid);
  };
  setInterval(ask, PAUSE);
  document.addEventListener("visibilitychange", ask);
}

/** Put what was told last into the cells. */
export function showWriters(grid) {
  if (!writers || !grid.table) return;
  for (const old of grid.table.querySelectorAll(".who")) old.remove();
  for (const [key, said] of Object.entries(writers)) {
    const note = document.createElement("span");
    note.className = "who";
    note.textContent = said;
    grid.find(...key.split("/"))?.append(note);
  }
}
