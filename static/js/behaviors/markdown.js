/**
 * Buttons and keys for Markdown in a textarea: [data-markdown-tools] has buttons data-mark. Pasted, dropped and chosen pictures go to
 * data-upload-url and stand in the words as ![name](address). What is put in can be taken back with the browser's own undo.
 */

import { holdForm } from "../lib/hold-form.js";
import { textOf } from "../lib/text.js";
import { uploadFile } from "../lib/uploading.js";

/**
 * What stands before and after what is chosen; `line` stands at the beginning of each line.
 * @type {Record<string, {before?: string, after?: string, line?: string, first?: string}>}
 */
const MARKS = {
  bold: { before: "**", after: "**" },
  italic: { before: "*", after: "*" },
  link: { before: "[", after: "](https://)" },
  code: { before: "`", after: "`" },
  heading: { line: "## " },
  list: { line: "- " },
  numbers: { line: "1. " },
  note: { line: "> ", first: "> [!NOTE]\n" },
  tip: { line: "> ", first: "> [!TIP]\n" },
  warning: { line: "> ", first: "> [!WARNING]\n" },
};
/** @type {Record<string, string>} */
const KEYS = { b: "bold", i: "italic" };

/**
 * @param {HTMLElement} element
 * @param {Connection} connection
 */
export function connect(element, { signal }) {
  const area = /** @type {HTMLTextAreaElement} */ (element.querySelector("textarea"));
  const tools = /** @type {HTMLElement} */ (element.querySelector("[data-markdown-tools]"));
  const file = /** @type {HTMLInputElement} */ (element.querySelector("[data-markdown-file]"));
  tools.hidden = false;

  tools.addEventListener("mousedown", (event) => event.preventDefault(), { signal });
  tools.addEventListener("click", (event) => {
    const name = /** @type {HTMLElement | null} */ (/** @type {Element} */ (event.target).closest("[data-mark]"))?.dataset.mark;
    if (name === "picture") file.click();
    else if (name) mark(area, textOf(element, "words", "words"), name);
  }, { signal });
  area.addEventListener("keydown", (event) => {
    const name = (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey ? KEYS[event.key] : undefined;
    if (!name) return;
    event.preventDefault();
    event.stopPropagation();
    mark(area, textOf(element, "words", "words"), name);
  }, { signal });
  file.addEventListener("change", () => {
    for (const one of file.files ?? []) insertPicture(one);
    file.value = "";
  }, { signal });
  area.addEventListener("paste", (event) => take(event, event.clipboardData?.files), { signal });
  area.addEventListener("drop", (event) => take(event, event.dataTransfer?.files), { signal });

  /**
   * @param {Event} event
   * @param {FileList | undefined} files
   */
  function take(event, files) {
    const pictures = [...(files ?? [])].filter((one) => one.type.startsWith("image/"));
    if (!pictures.length) return;
    event.preventDefault();
    for (const picture of pictures) insertPicture(picture);
  }

  /** @param {File} picture */
  async function insertPicture(picture) {
    const name = picture.name.replace(/[[\]()\n]/g, " ").replace(/\.\w+$/, "").trim();
    const waiting = `![${textOf(element, "uploading", "Uploading…")} ${name}]()`;
    put(area, waiting);
    const ended = holdForm(element);
    try {
      const done = await uploadFile(element.dataset.uploadUrl ?? "", picture);
      replace(area, waiting, `![${name}](${done.url})`);
      ended({ ok: true });
    } catch (error) {
      replace(area, waiting, "");
      const text = /** @type {Error} */ (error).message || textOf(element, "failed", "The picture was not uploaded.");
      document.dispatchEvent(new CustomEvent("toast", { detail: { text, level: "error" } }));
      ended({ ok: false });
    }
  }
}

/**
 * @param {HTMLTextAreaElement} area
 * @param {string} words  what stands where nothing is chosen
 * @param {string} name
 */
function mark(area, words, name) {
  const { before = "", after = "", line = "", first = "" } = MARKS[name] ?? {};
  const [start, end] = [area.selectionStart, area.selectionEnd];
  if (!line) {
    const chosen = area.value.slice(start, end) || words;
    put(area, `${before}${chosen}${after}`);
    area.setSelectionRange(start + before.length, start + before.length + chosen.length);
    return;
  }
  const from = area.value.lastIndexOf("\n", start - 1) + 1;
  const until = area.value.indexOf("\n", end) < 0 ? area.value.length : area.value.indexOf("\n", end);
  const chosen = area.value.slice(from, until) || words;
  area.setSelectionRange(from, until);
  put(area, first + chosen.split("\n").map((one) => line + one).join("\n"));
  if (chosen === words) area.setSelectionRange(area.selectionEnd - words.length, area.selectionEnd);
}

/**
 * In place of what is chosen, as if it was typed.
 * @param {HTMLTextAreaElement} area
 * @param {string} text
 */
function put(area, text) {
  area.focus();
  if (text ? document.execCommand("insertText", false, text) : document.execCommand("delete")) return;
  area.setRangeText(text, area.selectionStart, area.selectionEnd, "end");
  area.dispatchEvent(new Event("input", { bubbles: true }));
}

/**
 * @param {HTMLTextAreaElement} area
 * @param {string} old
 * @param {string} text
 */
function replace(area, old, text) {
  const at = area.value.indexOf(old);
  if (at < 0) return;
  const end = at + old.length;
  const moved = (/** @type {number} */ place) => (place <= at ? place : Math.max(place, end) + text.length - old.length);
  const [from, until] = [moved(area.selectionStart), moved(area.selectionEnd)];
  area.setRangeText(text, at, end);
  // Where the writer was: "preserve" would choose the new words, and what is typed next would take their place.
  area.setSelectionRange(from, until);
  area.dispatchEvent(new Event("input", { bubbles: true }));
}
