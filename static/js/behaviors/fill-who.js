/**
 * What was typed to find somebody is not typed again when nobody is found: it stands in the field of its kind below (of the form that
 * data-fills names), for as long as nobody wrote something else there.
 */

const NUMBER = /^\+?[\d\s()./-]{4,}$/;

/**
 * @param {HTMLInputElement} field
 * @param {Connection} connection
 */
export function connect(field, { signal }) {
  const form = /** @type {HTMLFormElement | null} */ (document.querySelector(field.dataset.fills ?? ""));
  /** @type {HTMLInputElement | null} */
  let filled = null;
  let given = "";

  const fill = () => {
    const words = field.value.trim();
    const target = /** @type {HTMLInputElement | null} */ (form?.elements.namedItem(kindOf(words)) ?? null);
    if (filled && filled !== target && filled.value === given) filled.value = "";
    if (!target || (target.value && !(target === filled && target.value === given))) return;
    [filled, given] = [target, words];
    target.value = words;
  };

  field.addEventListener("input", fill, { signal });
  fill();
}

/** @param {string} words */
function kindOf(words) {
  if (NUMBER.test(words)) return "phone";
  return words.includes("@") ? "email" : "name";
}
