/** What the buttons of the editor do, and how they show what is on where the cursor stands. */

/** @type {Record<string, string>} */
const TAGS = { bold: "B", italic: "I", list: "UL", numbers: "OL", quote: "BLOCKQUOTE", code: "PRE", link: "A" };

/** @type {Record<string, (editor: any, element: HTMLElement) => void>} */
export const commands = {
  bold: (editor) => (editor.hasFormat("B") ? editor.removeBold() : editor.bold()),
  italic: (editor) => (editor.hasFormat("I") ? editor.removeItalic() : editor.italic()),
  list: (editor) => (editor.hasFormat("UL") ? editor.removeList() : editor.makeUnorderedList()),
  numbers: (editor) => (editor.hasFormat("OL") ? editor.removeList() : editor.makeOrderedList()),
  quote: (editor) => (editor.hasFormat("BLOCKQUOTE") ? editor.decreaseQuoteLevel() : editor.increaseQuoteLevel()),
  code: (editor) => editor.toggleCode(),
  link: (editor, element) => (editor.hasFormat("A") ? editor.removeLink() : askForLink(editor, element)),
};

/**
 * @param {any} editor
 * @param {HTMLElement} toolbar
 */
export function showState(editor, toolbar) {
  for (const button of toolbar.querySelectorAll("[data-command]")) {
    const tag = TAGS[/** @type {HTMLElement} */ (button).dataset.command ?? ""];
    if (tag) button.setAttribute("aria-pressed", String(editor.hasFormat(tag)));
  }
}

/** What begins a list when a space follows it at the start of a line, as in other places where people write. */
/** @type {Record<string, string>} */
const BEGINS = { "-": "list", "*": "list", "1.": "numbers", "1)": "numbers" };

/**
 * @param {any} editor
 * @param {HTMLElement} surface
 * @param {AbortSignal} signal
 */
export function listsByTyping(editor, surface, signal) {
  surface.addEventListener("beforeinput", (event) => {
    if (event.inputType !== "insertText" || event.data !== " ") return;
    const range = /** @type {Range} */ (editor.getSelection());
    const block = elementOf(range.startContainer).closest("div, p, li");
    if (!range.collapsed || !block || block === surface || block.tagName === "LI" || !surface.contains(block)) return;
    const before = range.cloneRange();
    before.setStart(block, 0);
    const command = BEGINS[before.toString()];
    if (!command) return;
    event.preventDefault();
    editor.saveUndoState();
    before.deleteContents();
    commands[command](editor, surface);
  }, { signal });
}

/** @param {Node} node */
function elementOf(node) {
  return node instanceof Element ? node : /** @type {Element} */ (node.parentElement);
}

/**
 * The row with the address opens under the text; Enter makes the link, Escape leaves things as they are.
 * @param {any} editor
 * @param {HTMLElement} element
 */
function askForLink(editor, element) {
  const row = /** @type {HTMLElement} */ (element.querySelector("[data-editor-link]"));
  const field = /** @type {HTMLInputElement} */ (row.querySelector("input"));
  const selection = editor.getSelection();
  const controller = new AbortController();
  const { signal } = controller;
  row.hidden = false;
  field.value = "";
  field.focus();

  const finish = (/** @type {boolean} */ apply) => {
    controller.abort();
    row.hidden = true;
    editor.focus();
    editor.setSelection(selection);
    const address = field.value.trim();
    if (apply && address) editor.makeLink(complete(address));
  };

  field.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" && event.key !== "Escape") return;
    event.preventDefault();
    event.stopPropagation();
    finish(event.key === "Enter");
  }, { signal });
  row.querySelector("button")?.addEventListener("click", () => finish(true), { signal });
}

/** @param {string} address */
function complete(address) {
  if (/^(https?:|mailto:|tel:)/i.test(address)) return address;
  return /^[^/\s]+@[^/\s]+$/.test(address) ? `mailto:${address}` : `https://${address}`;
}
