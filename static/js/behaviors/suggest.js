/** Fills the <datalist> of a field as someone types: data-suggest-url answers {names: […]} to ?q=. */

const QUIET_MS = 150;

/**
 * @param {HTMLFormElement} form
 * @param {Connection} connection
 */
export function connect(form, { signal }) {
  const field = /** @type {HTMLInputElement} */ (form.querySelector("input[list]"));
  let timer = 0;
  let asked = "";

  const ask = async () => {
    const text = field.value.split(",").at(-1)?.trim() ?? "";
    if (!text || text === asked) return;
    asked = text;
    const response = await fetch(`${form.dataset.suggestUrl}?q=${encodeURIComponent(text)}`, { signal });
    if (!response.ok || asked !== text) return;
    const { names } = await response.json();
    field.list?.replaceChildren(...names.map((/** @type {string} */ name) => new Option(name, name)));
  };

  field.addEventListener(
    "input",
    () => {
      clearTimeout(timer);
      timer = setTimeout(ask, QUIET_MS);
    },
    { signal },
  );
  form.addEventListener(
    "htmx:after:request",
    (event) => {
      if (/** @type {CustomEvent} */ (event).detail.ctx.response?.raw.ok) field.value = "";
    },
    { signal },
  );
}
