/** The sheet of all keys: a field that leaves the keys with these words. */

/**
 * @param {HTMLElement} sheet
 * @param {Connection} connection
 */
export function connect(sheet, { signal }) {
  const field = /** @type {HTMLInputElement} */ (sheet.querySelector("[data-key-search]"));
  const nothing = /** @type {HTMLElement} */ (sheet.querySelector("[data-nothing]"));

  field.hidden = false;
  if (sheet.closest("dialog")) field.focus();
  field.addEventListener("input", () => {
    const words = field.value.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const group of /** @type {NodeListOf<HTMLElement>} */ (sheet.querySelectorAll("[data-key-group]"))) {
      const rows = [.../** @type {NodeListOf<HTMLElement>} */ (group.querySelectorAll("[data-key-row]"))];
      for (const row of rows) row.hidden = !words.every((word) => row.textContent.toLowerCase().includes(word));
      group.hidden = rows.every((row) => row.hidden);
      shown += rows.filter((row) => !row.hidden).length;
    }
    nothing.hidden = shown > 0;
  }, { signal });
}
