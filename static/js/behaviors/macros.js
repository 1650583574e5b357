/**
 * The macros that a box's words come from: each is a chip whose hidden field goes with the send, the last one's status is what
 * the button proposes. One without words is done at once.
 */

// What follows an answer where no macro says otherwise.
const USUAL = "pending";

/**
 * @param {HTMLFormElement} form
 * @param {Connection} connection
 */
export function connect(form, { signal }) {
  const list = /** @type {HTMLElement} */ (form.querySelector("[data-macro-list]"));
  const template = /** @type {HTMLTemplateElement} */ (form.querySelector("template[data-macro-row]"));
  const changed = () => form.dispatchEvent(new CustomEvent("autosave:changed"));

  form.addEventListener("macro:chosen", (event) => {
    const macro = /** @type {CustomEvent} */ (event).detail;
    if (!macro.html) return window.htmx.ajax("POST", macro.url, { source: form, swap: "none" });
    const known = [...list.querySelectorAll("input")].some((input) => input.value === String(macro.id));
    if (!known) list.append(chip(template, macro));
    if (macro.status) propose(form, macro.status, macro.send);
    changed();
  }, { signal });
  list.addEventListener("click", (event) => {
    const target = /** @type {Element} */ (event.target);
    if (!target.closest("[data-macro-remove]")) return;
    target.closest("[data-macro]")?.remove();
    const usual = ways(form).find((way) => way.value === USUAL);
    if (usual && !list.children.length) propose(form, USUAL, usual.textContent ?? "");
    changed();
  }, { signal });
}

/**
 * @param {HTMLTemplateElement} template
 * @param {{id: number, name: string, hint: string}} macro
 */
function chip(template, macro) {
  const row = /** @type {HTMLElement} */ (template.content.firstElementChild?.cloneNode(true));
  const name = row.querySelector("[data-macro-name]");
  if (name) name.textContent = macro.hint ? `${macro.name}: ${macro.hint}` : macro.name;
  /** @type {HTMLInputElement} */ (row.querySelector("input")).value = String(macro.id);
  return row;
}

/**
 * The ways to send that the menu offers.
 *
 * @param {HTMLFormElement} form
 */
function ways(form) {
  return [.../** @type {NodeListOf<HTMLButtonElement>} */ (form.querySelectorAll("[data-send-status]"))];
}

/**
 * @param {HTMLFormElement} form
 * @param {string} status
 * @param {string} label
 */
function propose(form, status, label) {
  const proposed = /** @type {HTMLInputElement | null} */ (form.querySelector("[data-proposed]"));
  const button = /** @type {HTMLButtonElement | null} */ (form.querySelector("[data-send]"));
  const text = form.querySelector("[data-send-label]");
  if (!proposed || !button || !text) return;
  proposed.value = button.value = status;
  text.textContent = label;
  for (const way of ways(form)) way.hidden = way.value === status;
}
