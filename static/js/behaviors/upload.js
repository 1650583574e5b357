/**
 * Files by picker, drop or paste, each with its progress, into data-upload-url. A <template data-upload-row> is one file;
 * rows go to [data-upload-list] and carry a hidden input with the id the server gave. Says "upload:done" and
 * "upload:failed" {file, …} as bubbling events; takes files from others by the event "upload:add" {files}.
 */

import { partsOf } from "../lib/file-rows.js";
import { holdForm } from "../lib/hold-form.js";
import { fileSize, textOf } from "../lib/text.js";
import { uploadFile } from "../lib/uploading.js";

/**
 * @param {HTMLElement} element
 * @param {Connection} connection
 */
export function connect(element, { signal }) {
  const url = element.dataset.uploadUrl ?? "";
  /** @type {HTMLTemplateElement | null} */
  const template = element.querySelector("template[data-upload-row]");
  const list = element.querySelector("[data-upload-list]");
  /** @type {HTMLInputElement | null} */
  const picker = element.querySelector("input[type=file]");
  let dragDepth = 0;

  const changed = () => element.dispatchEvent(new CustomEvent("autosave:changed", { bubbles: true }));

  /** @param {File} file */
  const add = async (file) => {
    const row = template?.content.firstElementChild?.cloneNode(true);
    if (!(row instanceof HTMLElement) || !list) return;
    const controller = new AbortController();
    const parts = partsOf(row);
    parts.name.textContent = file.name;
    parts.size.textContent = fileSize(file.size);
    row.querySelector("[data-upload-remove]")?.addEventListener("click", () => controller.abort());
    list.append(row);
    const ended = holdForm(element);
    try {
      const done = await uploadFile(url, file, {
        onProgress: (share) => (parts.progress.value = share),
        signal: controller.signal,
      });
      parts.progress.remove();
      parts.input.value = done.id;
      parts.input.disabled = false;
      element.dispatchEvent(new CustomEvent("upload:done", { bubbles: true, detail: { file, ...done } }));
      changed();
      ended({ ok: true });
    } catch (error) {
      ended({ ok: controller.signal.aborted });
      if (controller.signal.aborted) return;
      parts.progress.remove();
      const sentence = /** @type {Error} */ (error).message || textOf(element, "failed", "Not uploaded");
      parts.size.textContent = sentence;
      parts.name.hidden = sentence.includes(file.name);
      parts.size.classList.add("file__problem");
      element.dispatchEvent(new CustomEvent("upload:failed", { bubbles: true, detail: { file } }));
    }
  };

  /** @param {Iterable<File> | null | undefined} files */
  const addAll = (files) => [...(files ?? [])].forEach(add);

  picker?.addEventListener("change", () => {
    addAll(picker.files);
    picker.value = "";
  }, { signal });
  element.addEventListener("upload:add", (event) => addAll(/** @type {CustomEvent} */ (event).detail.files), { signal });
  element.addEventListener("click", (event) => {
    const button = /** @type {Element} */ (event.target).closest("[data-upload-remove]");
    if (!button) return;
    button.closest("[data-upload-file]")?.remove();
    changed();
  }, { signal });
  element.addEventListener("paste", (event) => {
    // An editor shows a picture among its words. Into a plain field it would be lost; but what office programs copy beside the text is the text.
    const leavesPictures = /** @type {Element} */ (event.target).closest(".editor") || event.clipboardData?.types.includes("text/plain");
    const files = [...(event.clipboardData?.files ?? [])].filter((file) => !leavesPictures || !file.type.startsWith("image/"));
    if (event.defaultPrevented || !files.length) return;
    event.preventDefault();
    addAll(files);
  }, { signal });
  element.addEventListener("dragenter", (event) => {
    if (!event.dataTransfer?.types.includes("Files")) return;
    dragDepth += 1;
    element.classList.add("drop-target");
  }, { signal });
  element.addEventListener("dragleave", () => {
    dragDepth = Math.max(0, dragDepth - 1);
    if (!dragDepth) element.classList.remove("drop-target");
  }, { signal });
  element.addEventListener("dragover", (event) => event.dataTransfer?.types.includes("Files") && event.preventDefault(), { signal });
  element.addEventListener("drop", (event) => {
    dragDepth = 0;
    element.classList.remove("drop-target");
    if (event.defaultPrevented || !event.dataTransfer?.files.length) return;
    event.preventDefault();
    addAll(event.dataTransfer.files);
  }, { signal });
}
