/**
 * A double click, or Enter pressed twice, sends a form once: while its answer is awaited, the same words are not sent again. Other
 * words are, after the answer.
 */

/** @type {WeakMap<Element, string>} what was sent last */
const sent = new WeakMap();
/** @type {WeakSet<Element>} forms whose answer is awaited */
const underWay = new WeakSet();

export function sendFormsOnce() {
  document.addEventListener(
    "submit",
    (event) => {
      const form = /** @type {HTMLFormElement} */ (event.target);
      if (!form.matches("[hx-post]")) return;
      const words = wordsOf(form, event.submitter);
      if (underWay.has(form) && sent.get(form) === words) {
        event.preventDefault();
        event.stopImmediatePropagation();
        return;
      }
      sent.set(form, words);
    },
    true,
  );
  document.addEventListener("htmx:before:request", (event) => underWay.add(/** @type {Element} */ (event.target)));
  document.addEventListener("htmx:finally:request", (event) => underWay.delete(/** @type {Element} */ (event.target)));
}

/**
 * @param {HTMLFormElement} form
 * @param {HTMLElement | null} submitter
 */
function wordsOf(form, submitter) {
  const button = /** @type {HTMLButtonElement | null} */ (submitter);
  const fields = [...new FormData(form)].map(([name, value]) => [name, typeof value === "string" ? value : value.name]);
  return JSON.stringify([...fields, button?.name ?? "", button?.value ?? ""]);
}
