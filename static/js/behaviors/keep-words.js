/**
 * Keeps what is typed into a form for as long as the tab lives (data-keep-words is the key): a lost connection, an expired
 * session or a wrong link costs no word. Fields that the server filled are left alone, but
 * where data-keep-over says that what was typed over them counts. data-keep-choices: also what was chosen, ticked and dated.
 * data-keep-url: kept on the server too, a pause after each word, and said in [data-keep-state].
 */

import { post } from "../lib/http.js";

const PAUSE = 1000;

const WORDS = "input:is([type=text], [type=email]), textarea";
const CHOICES = `${WORDS}, input:is([type=date], [type=datetime-local], [type=number], [type=tel], [type=checkbox]), select`;

/**
 * @param {HTMLFormElement} form
 * @param {Connection} connection
 */
export function connect(form, { signal }) {
  const key = `words:${form.dataset.keepWords}`;
  const fields = () => [...form.querySelectorAll("keepChoices" in form.dataset ? CHOICES : WORDS)];

  const keep = (/** @type {boolean} */ sent) => {
    const words = fields().map((field) => [fieldOf(field).name, valueOf(field)]);
    // A question that an answer hides for the moment keeps what was said to it.
    const before = kept(key).words;
    const named = new Set(words.map(([name]) => name));
    try {
      sessionStorage.setItem(key, JSON.stringify({ sent, words: [...words, ...before.filter(([name]) => !named.has(name))] }));
    } catch {
      // A full or forbidden storage only costs the second copy.
    }
  };

  // What was refused is still to be sent, perhaps from a page that a link beside the form leads to.
  if (form.querySelector(".errorlist")) keep(false);
  restore(key, fields().filter((field) => !isTyped(field)), "keepOver" in form.dataset);
  // Who types at once may have done so before this was here.
  if (fields().some(isTyped)) keep(false);
  const server = keeper(form);
  form.addEventListener("input", () => { keep(false); server.soon(); }, { signal });
  form.addEventListener("submit", () => { keep(true); server.stop(); }, { signal });
  signal.addEventListener("abort", server.stop);
  // Questions that came with an answer.
  form.addEventListener("htmx:after:swap", () => restore(key, fields().filter((field) => !isTyped(field)), false), { signal });
}

/**
 * What was sent is only brought back when the reader came back to the form themselves.
 * @param {string} key
 * @param {Element[]} fields
 * @param {boolean} isOver
 */
function restore(key, fields, isOver) {
  const { sent, words } = kept(key);
  const [navigation] = performance.getEntriesByType("navigation");
  const came = /** @type {PerformanceNavigationTiming | undefined} */ (navigation)?.type;
  if (sent && came !== "back_forward") return sessionStorage.removeItem(key);
  const values = new Map(words);
  for (const field of fields.map(fieldOf)) {
    const value = values.get(field.name);
    if (value === undefined || (valueOf(field) && !isOver) || valueOf(field) === value) continue;
    if (field.type === "checkbox") /** @type {HTMLInputElement} */ (field).checked = true;
    else field.value = value;
    // Other questions may depend on it.
    if (field.matches("select, [type=checkbox]")) field.dispatchEvent(new Event("change", { bubbles: true }));
  }
}

/**
 * @param {string} key
 * @returns {{ sent: boolean, words: [string, string][] }}
 */
function kept(key) {
  return { sent: false, words: [], ...JSON.parse(sessionStorage.getItem(key) ?? "{}") };
}

/**
 * Empty for a box that is not ticked.
 * @param {Element} element
 */
function valueOf(element) {
  const field = /** @type {HTMLInputElement} */ (element);
  return field.type === "checkbox" && !field.checked ? "" : field.value;
}

/** @param {Element} element */
function isTyped(element) {
  const field = fieldOf(element);
  if (element instanceof HTMLSelectElement) {
    const usual = [...element.options].find((option) => option.defaultSelected) ?? element.options[0];
    return element.value !== usual?.value;
  }
  if (element instanceof HTMLInputElement && element.type === "checkbox") return element.checked !== element.defaultChecked;
  return field.value !== field.defaultValue;
}

/** @param {Element} element */
function fieldOf(element) {
  return /** @type {HTMLInputElement | HTMLTextAreaElement} */ (element);
}

/**
 * The server's copy: without it, nothing is done.
 * @param {HTMLFormElement} form
 */
function keeper(form) {
  const url = form.dataset.keepUrl;
  const state = form.querySelector("[data-keep-state]");
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  const save = async () => {
    const words = new URLSearchParams();
    for (const [name, value] of new FormData(form)) if (typeof value === "string") words.append(name, value);
    try {
      const answer = await post(/** @type {string} */ (url), words, { keepalive: true });
      if (answer.ok && state) state.textContent = (await answer.json()).detail;
    } catch {
      // Offline: this tab has the words, and the next pause tries again.
    }
  };
  const stop = () => clearTimeout(timer);
  return {
    stop,
    soon: () => {
      stop();
      if (url) timer = setTimeout(save, PAUSE);
    },
  };
}
