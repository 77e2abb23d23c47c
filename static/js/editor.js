/* The editor of one rich text. The plain field stays beneath it, hidden: it holds the text and is what the form sends. */

import * as tiptap from "../django_prose_editor/editor.js";
import { count } from "./counting.js";
import { plainer } from "./pasting.js";
import { toolbar } from "./toolbar.js";

const LISTS = "(bulletList | orderedList)";

const extensions = [
  tiptap.Document,
  tiptap.Paragraph,
  tiptap.Text,
  tiptap.HardBreak,
  tiptap.Bold,
  tiptap.Heading.extend({ marks: "link" }).configure({ levels: [3, 4] }),
  tiptap.BulletList,
  tiptap.OrderedList,
  tiptap.ListItem.extend({ content: `paragraph ${LISTS}*`, addKeyboardShortcuts: listKeys }),
  tiptap.Blockquote.extend({ content: `(paragraph | ${LISTS})+` }),
  tiptap.Link.extend({ addKeyboardShortcuts: () => ({}) }).configure({ autolink: false, openOnClick: false }),
  tiptap.History,
];

/* Tab leaves the field, in lists too; items move sideways as paragraphs do in a word processor. */
function listKeys() {
  const { editor } = this;
  return {
    Enter: () => editor.commands.splitListItem("listItem"),
    "Alt-Shift-ArrowRight": () => editor.commands.sinkListItem("listItem"),
    "Alt-Shift-ArrowLeft": () => editor.commands.liftListItem("listItem"),
  };
}

const styled = new Promise((done) => {
  const link = document.createElement("link");
  Object.assign(link, { rel: "stylesheet", href: new URL("../editor.css", import.meta.url), onload: done, onerror: done });
  document.head.append(link);
});

/** Put the editor in the place of a field, unless somebody has begun to write there already. */
export async function edit(box) {
  await styled;
  const field = box.querySelector("textarea");
  if (field.value !== field.defaultValue) return;
  const label = document.querySelector(`label[for="${field.id}"]`);
  const bar = document.importNode(box.querySelector("template").content, true).firstElementChild;
  const place = document.createElement("div");
  place.className = "writing";
  place.append(bar);
  const editor = new tiptap.Editor({
    element: place,
    extensions,
    content: box.dataset.html,
    injectCSS: false,
    enableInputRules: ["bulletList"],
    enablePasteRules: false,
    editorProps: { attributes: spoken(field, label), transformPastedHTML: plainer },
  });
  takeOver(box, field, editor);
  label.addEventListener("click", () => editor.view.focus());
  box.prepend(place);
  toolbar(bar, editor, label.textContent);
  count(box, field, () => editor.getText({ blockSeparator: "\n" }));
}

/* What a screen reader says of the field it says of the editor. */
function spoken(field, label) {
  label.id ||= `${field.id}_label`;
  const said = { id: field.id, role: "textbox", "aria-multiline": "true", "aria-labelledby": label.id };
  for (const name of ["aria-describedby", "aria-invalid"]) {
    if (field.hasAttribute(name)) said[name] = field.getAttribute(name);
  }
  field.removeAttribute("id");
  return said;
}

function takeOver(box, field, editor) {
  const html = document.createElement("input");
  Object.assign(html, { type: "hidden", name: `${field.name}-as`, value: "html" });
  const keep = () => { field.value = editor.isEmpty ? "" : editor.getHTML(); };
  keep();
  field.hidden = true;
  field.after(html);
  box.querySelector(".signs")?.remove();
  editor.on("update", () => {
    keep();
    field.dispatchEvent(new Event("input", { bubbles: true }));
  });
}
