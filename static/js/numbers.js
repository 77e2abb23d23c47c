/* Rows that are counted from 1 keep their numbers right when they have been put in another order. */
document.addEventListener("order:told", () => {
  for (const list of document.querySelectorAll("[data-list]")) {
    list.querySelectorAll("[data-item] [data-number]").forEach((cell, at) => { cell.textContent = at + 1; });
  }
});
