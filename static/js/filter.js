/* A form that narrows a page: what is left empty does not stand in the address. */
document.addEventListener("formdata", ({ target, formData }) => {
  if (!target.matches("[data-filter]")) return;
  for (const [name, value] of [...formData]) if (!value) formData.delete(name);
});
