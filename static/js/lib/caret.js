/** What stands before the cursor in an editor, and putting something else in its place. */

const BLOCKS = "div, p, li, blockquote, pre";
const PARAGRAPHS = /^\s*<(p|div|ul|ol|blockquote|pre|table|h\d)\b/i;

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
  // Until somebody has set the cursor, what is put in goes below what a draft says already.
  let isPlaced = false;
  for (const kind of ["pointerdown", "keydown"]) surface.addEventListener(kind, () => (isPlaced = true), { signal });
  element.addEventListener("editor:ask", (event) => {
    /** @type {CustomEvent} */ (event).detail.text = textBefore(surface);
  }, { signal });
  element.addEventListener("editor:replace", (event) => {
    if (!isPlaced) editor.moveCursorToEnd();
    replaceBefore(editor, surface, /** @type {CustomEvent} */ (event).detail);
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
 * Puts paragraphs of HTML, or plain text, in the place of the last `length` characters before the cursor.
 * @param {any} editor
 * @param {HTMLElement} surface
 * @param {{length: number, html?: string, text?: string}} what
 */
function replaceBefore(editor, surface, { length, html, text }) {
  editor.focus();
  const selection = getSelection();
  for (let step = 0; step < length; step += 1) selection?.modify("extend", "backward", "character");
  if (selection?.rangeCount) editor.setSelection(selection.getRangeAt(0));
  if (!html) return editor.insertPlainText(text ?? "", false);
  if (PARAGRAPHS.test(html)) belowWords(editor, surface);
  editor.insertHTML(html);
}

/**
 * Where the cursor's line has words beside those that are replaced, what is put in begins on the line below: glued to them it
 * went out so.
 * @param {any} editor
 * @param {HTMLElement} surface
 */
function belowWords(editor, surface) {
  const range = /** @type {Range} */ (editor.getSelection());
  const { endContainer: node } = range;
  const block = (node instanceof Element ? node : node.parentElement)?.closest(BLOCKS);
  if (!block || block === surface || !surface.contains(block)) return;
  const words = (block.textContent ?? "").replaceAll("\u200b", "").trim();
  if (!words || words === range.toString().trim()) return;
  range.deleteContents();
  const end = document.createRange();
  end.selectNodeContents(block);
  end.collapse(false);
  editor.setSelection(end);
  editor.splitBlock(false);
}
