/** What stands before the cursor in an editor, and putting something else in its place. */

const BLOCKS = "div, p, li, blockquote, pre";

/**
 * Lets others look and act at the cursor by events of the editor's element: it tells "editor:moved" when text or cursor
 * changed, answers "editor:ask" with what stands before the cursor, and puts something else there on "editor:replace".
 * @param {HTMLElement} element
 * @param {{editor: any, surface: HTMLElement, write: () => void, signal: AbortSignal}} parts
 */
export function connectCaret(element, { editor, surface, write, signal }) {
  const moved = () => element.dispatchEvent(new CustomEvent("editor:moved"));
  editor.addEventListener("input", moved);
  editor.addEventListener("cursor", moved);
  element.addEventListener("editor:ask", (event) => {
    /** @type {CustomEvent} */ (event).detail.text = textBefore(surface);
  }, { signal });
  element.addEventListener("editor:replace", (event) => {
    replaceBefore(editor, /** @type {CustomEvent} */ (event).detail);
    write();
  }, { signal });
}

/**
 * The text of the cursor's line up to it; null when something is selected or the cursor is elsewhere.
 * @param {HTMLElement} surface
 */
function textBefore(surface) {
  const selection = getSelection();
  if (!selection?.isCollapsed || !selection.anchorNode || !surface.contains(selection.anchorNode)) return null;
  const node = selection.anchorNode instanceof Element ? selection.anchorNode : selection.anchorNode.parentElement;
  const block = node?.closest(BLOCKS) ?? surface;
  const range = document.createRange();
  range.setStart(surface.contains(block) ? block : surface, 0);
  range.setEnd(selection.anchorNode, selection.anchorOffset);
  const line = [...range.cloneContents().childNodes];
  const lastBreak = line.findLastIndex((child) => child.nodeName === "BR");
  const text = line.slice(lastBreak + 1).map((child) => child.textContent).join("");
  return text.replaceAll("\u200b", "").replaceAll("\u00a0", " ");
}

/**
 * Puts HTML, or plain text, in the place of the last `length` characters before the cursor.
 * @param {any} editor
 * @param {{length: number, html?: string, text?: string}} what
 */
function replaceBefore(editor, { length, html, text }) {
  editor.focus();
  const selection = getSelection();
  for (let step = 0; step < length; step += 1) selection?.modify("extend", "backward", "character");
  if (selection?.rangeCount) editor.setSelection(selection.getRangeAt(0));
  if (html) editor.insertHTML(html);
  else editor.insertPlainText(text ?? "", false);
}
