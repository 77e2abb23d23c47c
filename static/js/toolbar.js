/* The editor's toolbar: one stop of the Tab key, arrows between its buttons, Alt+F10 to it and Escape back. */

const doing = {
  paragraph: (chain) => chain.clearNodes(),
  heading: (chain) => chain.toggleHeading({ level: 3 }),
  bold: (chain) => chain.toggleBold(),
  bullets: (chain) => chain.toggleBulletList(),
  numbers: (chain) => chain.toggleOrderedList(),
  quote: (chain) => chain.toggleBlockquote(),
};
const names = { heading: "heading", bold: "bold", bullets: "bulletList", numbers: "orderedList", quote: "blockquote", link: "link" };
const steps = { ArrowRight: 1, ArrowLeft: -1, Home: -Infinity, End: Infinity };

export function toolbar(bar, editor, name) {
  const buttons = [...bar.querySelectorAll("[data-do]")];
  const dialog = linking(bar, editor);
  const row = bar.querySelector("[role=toolbar]");
  row.ariaLabel += `: ${name}`;
  row.setAttribute("aria-controls", editor.view.dom.id);
  for (const button of buttons) {
    button.addEventListener("mousedown", (event) => event.preventDefault()); // the words stay marked
    button.addEventListener("click", () => {
      const { do: what } = button.dataset;
      if (what === "link") dialog.open();
      else doing[what](editor.chain().focus()).run();
    });
  }
  bar.addEventListener("keydown", (event) => {
    if (event.key === "Escape") dialog.close();
    else if (event.target.matches("[data-do]") && event.key in steps) go(buttons, event);
  });
  editor.view.dom.addEventListener("keydown", (event) => {
    if (event.altKey && event.key === "F10") buttons.find((button) => button.tabIndex === 0).focus();
    else if ((event.ctrlKey || event.metaKey) && event.key === "k") dialog.open();
    else return;
    event.preventDefault();
  });
  const show = () => buttons.forEach((button) => button.setAttribute("aria-pressed", stands(editor, button.dataset.do)));
  editor.on("transaction", show);
  show();
  stop(buttons, buttons[0]);
}

function stands(editor, what) {
  if (what !== "paragraph") return editor.isActive(names[what]);
  return !["heading", "bulletList", "orderedList", "blockquote"].some((name) => editor.isActive(name));
}

function stop(buttons, one) {
  for (const button of buttons) button.tabIndex = button === one ? 0 : -1;
}

function go(buttons, event) {
  const to = Math.min(Math.max(buttons.indexOf(event.target) + steps[event.key], 0), buttons.length - 1);
  stop(buttons, buttons[to]);
  buttons[to].focus();
  event.preventDefault();
}

/* Asks for a link's address below the toolbar. */
function linking(bar, editor) {
  const dialog = bar.querySelector("[data-link]");
  const [field, fault] = [dialog.querySelector("input"), dialog.querySelector("[role=alert]")];
  const close = () => {
    dialog.hidden = true;
    editor.view.focus();
  };
  const link = () => {
    const href = whole(field.value.trim());
    fault.hidden = Boolean(href);
    field.setAttribute("aria-invalid", String(!href));
    if (!href) return field.focus();
    put(editor, href);
    return close();
  };
  const unlink = () => {
    editor.chain().extendMarkRange("link").unsetLink().run();
    close();
  };
  const does = { link, unlink, close };
  for (const button of dialog.querySelectorAll("button")) button.addEventListener("click", does[button.dataset.link]);
  field.addEventListener("input", (event) => event.stopPropagation()); // no part of the form
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    link();
  });
  const open = () => {
    dialog.hidden = false;
    fault.hidden = true;
    field.removeAttribute("aria-invalid");
    field.value = editor.getAttributes("link").href ?? "";
    dialog.querySelector("[data-link=unlink]").hidden = !editor.isActive("link");
    field.focus();
  };
  return { open, close };
}

/* Words that are marked, or the link that one stands in, lead to the address; else the address itself is written. */
function put(editor, href) {
  const chain = editor.chain().focus();
  if (editor.isActive("link")) chain.extendMarkRange("link").setLink({ href }).run();
  else if (!editor.state.selection.empty) chain.setLink({ href }).run();
  else chain.insertContent({ type: "text", text: href.replace(/^mailto:/, ""), marks: [{ type: "link", attrs: { href } }] }).run();
}

/* Return the whole address that somebody means, or nothing: www.exempel.se, an e-mail address. */
function whole(text) {
  if (/^(https?:\/\/|mailto:)\S+$/i.test(text)) return text;
  if (/^[^\s@/:]+@[^\s@/:]+\.[a-z]+$/i.test(text)) return `mailto:${text}`;
  return /^[^\s:/]+\.[^\s:]+$/.test(text) ? `https://${text}` : "";
}
