/** The rows of attached files in a form: each with a hidden input named "attachments" (ui/_file.html, ui/_upload_row.html). */

/** @typedef {import("./kept-words.js").KeptFile} KeptFile */

/**
 * The parts of a row cloned from <template data-upload-row>.
 * @param {HTMLElement} row
 */
export function partsOf(row) {
  return {
    name: /** @type {HTMLElement} */ (row.querySelector("[data-upload-name]")),
    size: /** @type {HTMLElement} */ (row.querySelector("[data-upload-size]")),
    progress: /** @type {HTMLProgressElement} */ (row.querySelector("progress")),
    input: /** @type {HTMLInputElement} */ (row.querySelector("input[type=hidden]")),
  };
}

/**
 * The files that have arrived on the server.
 * @param {HTMLFormElement} form
 * @returns {KeptFile[]}
 */
export function filesOf(form) {
  const rows = [...form.querySelectorAll("[data-upload-file]:has(input[name=attachments]:not(:disabled))")];
  return rows.map((row) => ({
    id: row.querySelector("input")?.value ?? "",
    name: row.querySelector(".file__name")?.textContent ?? "",
    size: row.querySelector(".file__size")?.textContent ?? "",
  }));
}

/**
 * Brings the form's list of files to this one; whether that changed anything.
 * @param {HTMLFormElement} form
 * @param {KeptFile[]} files
 */
export function restoreFiles(form, files) {
  const list = form.querySelector("[data-upload-list]");
  const template = /** @type {HTMLTemplateElement | null} */ (form.querySelector("template[data-upload-row]"));
  const shown = filesOf(form).map((file) => file.id);
  if (!list || !template || String(shown) === String(files.map((file) => file.id))) return false;
  list.replaceChildren(...files.map((file) => rowOf(template, file)));
  return true;
}

/**
 * @param {HTMLTemplateElement} template
 * @param {KeptFile} file
 */
function rowOf(template, file) {
  const row = /** @type {HTMLElement} */ (template.content.firstElementChild?.cloneNode(true));
  const parts = partsOf(row);
  parts.name.textContent = file.name;
  parts.size.textContent = file.size;
  parts.progress.remove();
  parts.input.value = file.id;
  parts.input.disabled = false;
  return row;
}
