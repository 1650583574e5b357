/**
 * Rich text in place of a textarea. Inside the element: a <textarea> (what remains without this module), an
 * <input type="hidden" data-editor-html> that gets the HTML, [data-editor-toolbar] with buttons data-command, and
 * [data-editor-link] with a field for an address. Pasted and dropped pictures go to data-upload-url and come back as <img>.
 * It tells "editor:moved" when text or cursor changed, answers "editor:ask" with what stands before the cursor, and puts
 * something else there on "editor:replace".
 */

import DOMPurify from "../../vendor/dompurify/purify.es.mjs";
import Squire from "../../vendor/squire/squire.mjs";
import { holdForm } from "../lib/hold-form.js";
import { textOf } from "../lib/text.js";
import { uploadFile } from "../lib/uploading.js";
import { connectCaret } from "../lib/caret.js";
import { commands, listsByTyping, showState } from "../lib/editing.js";

const ALLOWED = {
  ALLOWED_TAGS: ["a", "b", "strong", "i", "em", "u", "s", "p", "div", "br", "ul", "ol", "li", "blockquote", "pre", "code", "img"],
  ALLOWED_ATTR: ["href", "src", "alt", "title", "data-attachment", "width", "height"],
  RETURN_DOM_FRAGMENT: true,
};
const UPLOADING = /<img[^>]*\bis-uploading\b[^>]*>/g;

/**
 * @param {HTMLElement} element
 * @param {Connection} connection
 */
export function connect(element, { signal }) {
  const textarea = /** @type {HTMLTextAreaElement} */ (element.querySelector("textarea"));
  const hidden = /** @type {HTMLInputElement} */ (element.querySelector("[data-editor-html]"));
  const toolbar = /** @type {HTMLElement} */ (element.querySelector("[data-editor-toolbar]"));
  const surface = surfaceFor(textarea);
  const editor = new Squire(surface, {
    blockTag: "DIV",
    sanitizeToDOMFragment: (/** @type {string} */ html) =>
      document.importNode(/** @type {any} */ (DOMPurify).sanitize(html, ALLOWED), true),
  });

  const written = () => (isEmpty(surface) ? "" : editor.getHTML().replace(UPLOADING, ""));
  const write = () => {
    surface.toggleAttribute("data-empty", isBlank(surface));
    const html = written();
    if (html === hidden.value) return;
    hidden.value = html;
    textarea.value = "";
    hidden.dispatchEvent(new Event("input", { bubbles: true }));
  };
  const read = () => {
    editor.setHTML(hidden.value);
    if (!hidden.value && textarea.value) editor.insertPlainText(textarea.value, false);
    // The editor's own way of writing it is no change by the person.
    hidden.value = written();
    surface.toggleAttribute("data-empty", isBlank(surface));
  };

  read();
  textarea.hidden = true;
  toolbar.hidden = false;
  editor.addEventListener("input", write);
  listsByTyping(editor, surface, signal);
  connectCaret(element, { editor, surface, write, signal });
  editor.addEventListener("pathChange", () => showState(editor, toolbar));
  editor.addEventListener("pasteImage", (event) => {
    event.preventDefault();
    insertPictures(/** @type {CustomEvent} */ (event).detail.clipboardData?.files);
  });
  linkByKey(editor, element);
  toolbar.addEventListener("mousedown", (event) => event.preventDefault(), { signal });
  toolbar.addEventListener("click", (event) => {
    const name = /** @type {HTMLElement | null} */ (/** @type {Element} */ (event.target).closest("[data-command]"))?.dataset.command;
    if (name && commands[name]) commands[name](editor, element);
  }, { signal });
  hidden.addEventListener("autosave:restored", read, { signal });
  element.addEventListener("editor:clear", () => {
    hidden.value = "";
    read();
  }, { signal });
  const focus = () => {
    delete element.dataset.focus;
    editor.focus();
    editor.moveCursorToEnd();
  };
  element.addEventListener("editor:focus", focus, { signal });
  if ("focus" in element.dataset) focus();
  surface.addEventListener("drop", (event) => {
    const pictures = [...(event.dataTransfer?.files ?? [])].filter((file) => file.type.startsWith("image/"));
    if (!pictures.length || pictures.length !== event.dataTransfer?.files.length) return;
    event.preventDefault();
    insertPictures(pictures);
  }, { signal });
  signal.addEventListener("abort", () => editor.destroy());

  /** @param {Iterable<File> | undefined} files */
  function insertPictures(files) {
    for (const file of [...(files ?? [])].filter((one) => one.type.startsWith("image/"))) insertPicture(file);
  }

  /** @param {File} file */
  async function insertPicture(file) {
    const preview = URL.createObjectURL(file);
    const ended = holdForm(element);
    let ok = true;
    const image = editor.insertImage(preview, { alt: file.name, class: "is-uploading" });
    try {
      const done = await uploadFile(element.dataset.uploadUrl ?? "", file, { fields: { inline: "1" } });
      image.src = done.url;
      image.dataset.attachment = String(done.id);
      image.classList.remove("is-uploading");
    } catch (error) {
      ok = false;
      image.remove();
      const text = /** @type {Error} */ (error).message || textOf(element, "failed", "The picture was not uploaded.");
      document.dispatchEvent(new CustomEvent("toast", { detail: { text, level: "error" } }));
    }
    URL.revokeObjectURL(preview);
    write();
    element.dispatchEvent(new CustomEvent("autosave:changed", { bubbles: true }));
    ended({ ok });
  }
}

/** @param {HTMLTextAreaElement} textarea */
function surfaceFor(textarea) {
  const surface = document.createElement("div");
  surface.className = "editor__surface prose";
  surface.setAttribute("role", "textbox");
  surface.setAttribute("aria-multiline", "true");
  surface.setAttribute("aria-label", textarea.getAttribute("aria-label") ?? textarea.labels?.[0]?.textContent?.trim() ?? "");
  surface.dataset.placeholder = textarea.placeholder;
  if (textarea.dataset.key) surface.dataset.key = textarea.dataset.key;
  textarea.removeAttribute("data-key");
  textarea.after(surface);
  return surface;
}

/** @param {HTMLElement} surface */
function isEmpty(surface) {
  return !surface.textContent?.trim() && !surface.querySelector("img");
}

/**
 * Whether the placeholder may be seen: nothing is there, not even the start of a list.
 * @param {HTMLElement} surface
 */
function isBlank(surface) {
  return isEmpty(surface) && !surface.querySelector("ul, ol, blockquote, pre");
}

/**
 * Marked words, or those of a link; with neither the key is the palette's.
 * @param {any} editor
 * @param {HTMLElement} element
 */
function linkByKey(editor, element) {
  for (const key of ["Ctrl-k", "Meta-k"]) {
    editor.setKeyHandler(key, (/** @type {unknown} */ _self, /** @type {KeyboardEvent} */ event, /** @type {Range} */ range) => {
      if (range.collapsed && !editor.hasFormat("A")) return;
      event.preventDefault();
      commands.link(editor, element);
    });
  }
}
