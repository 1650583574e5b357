/**
 * Keeps what is typed into a form for as long as the tab lives (data-keep-words is the key): a lost connection, an expired
 * session or a wrong link costs no word. Fields that the server filled are left alone, but
 * where data-keep-over says that what was typed over them counts.
 */

/**
 * @param {HTMLFormElement} form
 * @param {Connection} connection
 */
export function connect(form, { signal }) {
  const key = `words:${form.dataset.keepWords}`;
  const fields = () => [...form.querySelectorAll("input:is([type=text], [type=email]), textarea")];

  const keep = (/** @type {boolean} */ sent) => {
    const words = fields().map((field) => [fieldOf(field).name, fieldOf(field).value]);
    try {
      sessionStorage.setItem(key, JSON.stringify({ sent, words }));
    } catch {
      // A full or forbidden storage only costs the second copy.
    }
  };

  restore(key, fields().filter((field) => !isTyped(field)), "keepOver" in form.dataset);
  // Who types at once may have done so before this was here.
  if (fields().some(isTyped)) keep(false);
  form.addEventListener("input", () => keep(false), { signal });
  form.addEventListener("submit", () => keep(true), { signal });
}

/**
 * What was sent is only brought back when the reader came back to the form themselves.
 * @param {string} key
 * @param {Element[]} fields
 * @param {boolean} isOver
 */
function restore(key, fields, isOver) {
  const { sent = false, words = [] } = JSON.parse(sessionStorage.getItem(key) ?? "{}");
  const [navigation] = performance.getEntriesByType("navigation");
  const came = /** @type {PerformanceNavigationTiming | undefined} */ (navigation)?.type;
  if (sent && came !== "back_forward") return sessionStorage.removeItem(key);
  const values = new Map(words);
  for (const field of fields.map(fieldOf)) if (!field.value || isOver) field.value = values.get(field.name) ?? field.value;
}

/** @param {Element} element */
function isTyped(element) {
  const field = fieldOf(element);
  return field.value !== field.defaultValue;
}

/** @param {Element} element */
function fieldOf(element) {
  return /** @type {HTMLInputElement | HTMLTextAreaElement} */ (element);
}
