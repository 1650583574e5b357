/**
 * A list under an editor: "/" at the start of a line offers macros, "@" before a name colleagues (where data-people-url is
 * given), and [data-picker-open] of the form macros with a field to search in. Typing goes on filtering; arrows, Enter and
 * Escape do what they do in lists. What is chosen takes the place of what was typed; a macro is also told to the form by
 * the event "macro:chosen". Never inside a word or an address.
 */

import { OptionList } from "../lib/option-list.js";
import { textOf } from "../lib/text.js";

/** @typedef {import("../lib/option-list.js").Choice} Choice */
/** @typedef {{kind: "macro" | "person", query: string, length: number}} Asked  length: of what was typed for it */

const QUIET_MS = 80;
const MACRO = /^\/([^/\n]{0,60})$/;
const PERSON = /(?:^|[\s(])@([^@\n]{0,60})$/;

/**
 * @param {HTMLElement} element
 * @param {Connection} connection
 */
export function connect(element, { signal }) {
  const panel = /** @type {HTMLElement} */ (element.querySelector("[data-picker]"));
  const search = /** @type {HTMLInputElement} */ (panel.querySelector("[data-picker-search]"));
  const editor = /** @type {HTMLElement} */ (element.querySelector(".editor"));
  const options = new OptionList(panel);
  /** @type {Asked | null} */
  let asked = null;
  let timer = 0;
  let dismissed = "";

  const field = () => (search.hidden ? /** @type {HTMLElement} */ (editor.querySelector(".editor__surface")) : search);

  const close = () => {
    clearTimeout(timer);
    asked = null;
    options.hide(field());
    search.hidden = true;
  };

  const ask = async () => {
    const now = asked;
    if (!now) return;
    const choices = await found(element, now, signal);
    if (!choices || asked !== now) return;
    // Who types on after a name that nobody has is writing a sentence.
    if (!choices.length && now.kind === "person" && now.query.includes(" ")) return close();
    options.show(choices, { field: field(), nothing: textOf(element, "nothing", "Nothing of that name") });
  };

  /** @param {Asked} next */
  const askFor = (next) => {
    asked = next;
    clearTimeout(timer);
    timer = setTimeout(ask, options.isOpen ? QUIET_MS : 0);
  };

  const look = () => {
    if (!search.hidden) return;
    const text = textBefore(editor);
    if (text !== dismissed) dismissed = "";
    const next = text === null || dismissed ? null : matched(text, "peopleUrl" in element.dataset);
    if (next) askFor(next);
    else if (asked) close();
  };

  /** @param {Choice | undefined} choice */
  const choose = (choice) => {
    const now = asked;
    if (!now || !choice) return;
    close();
    if (now.kind === "macro") insertMacro(element, choice, now.length, signal);
    else {
      put(editor, { length: now.length, text: `@${choice.insert} ` });
      // The name that stands there now is no question any more.
      dismissed = textBefore(editor) ?? "";
      close();
    }
  };

  const dismiss = () => {
    const wasSearching = !search.hidden;
    dismissed = wasSearching ? "" : (textBefore(editor) ?? "");
    close();
    if (wasSearching) editor.dispatchEvent(new CustomEvent("editor:focus"));
  };

  element.addEventListener("keydown", (event) => {
    if (!asked || !options.isOpen || event.isComposing || event.ctrlKey || event.metaKey) return;
    if (event.key === "ArrowDown") options.move(1, field());
    else if (event.key === "ArrowUp") options.move(-1, field());
    else if (event.key === "Escape") dismiss();
    else if ((event.key === "Enter" || event.key === "Tab") && options.chosen) choose(options.chosen);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }, { signal, capture: true });
  editor.addEventListener("editor:moved", look, { signal });
  // The palette of commands offers them too, and an announcement (behaviors/say-this.js).
  element.addEventListener("macro:insert", (event) => {
    insertMacro(element, /** @type {CustomEvent} */ (event).detail, 0, signal);
  }, { signal });
  search.addEventListener("input", (event) => {
    event.stopPropagation();
    askFor({ kind: "macro", query: search.value, length: 0 });
  }, { signal });
  panel.addEventListener("mousedown", (event) => event.target !== search && event.preventDefault(), { signal });
  panel.addEventListener("click", (event) => choose(options.under(/** @type {Element} */ (event.target))), { signal });
  element.closest("form")?.querySelector("[data-picker-open]")?.addEventListener("click", () => {
    if (options.isOpen) return dismiss();
    search.value = "";
    panel.hidden = search.hidden = false;
    search.focus();
    askFor({ kind: "macro", query: "", length: 0 });
  }, { signal });
  document.addEventListener("click", (event) => {
    const target = /** @type {Element} */ (event.target);
    if (asked && !element.contains(target) && !target.closest("[data-picker-open]")) close();
  }, { signal });
  // Somebody may have typed before this module had come.
  look();
}

/**
 * What the server offers; null when it did not answer.
 * @param {HTMLElement} element
 * @param {Asked} asked
 * @param {AbortSignal} signal
 * @returns {Promise<Choice[] | null>}
 */
async function found(element, asked, signal) {
  const url = new URL((asked.kind === "macro" ? element.dataset.macrosUrl : element.dataset.peopleUrl) ?? "", location.href);
  url.searchParams.set("q", asked.query);
  const response = await fetch(url, { signal }).catch(() => null);
  return response?.ok ? (await response.json()).results : null;
}

/**
 * @param {HTMLElement} element
 * @param {{id: number}} choice
 * @param {number} length
 * @param {AbortSignal} signal
 */
async function insertMacro(element, choice, length, signal) {
  const editor = /** @type {HTMLElement} */ (element.querySelector(".editor"));
  const { pathname } = new URL(element.dataset.macrosUrl ?? "", location.href);
  const response = await fetch(`${pathname}${choice.id}/`, { signal }).catch(() => null);
  if (!response?.ok) {
    const text = textOf(element, "gone", "This macro cannot be used here.");
    document.dispatchEvent(new CustomEvent("toast", { detail: { text, level: "error" } }));
    return;
  }
  const macro = await response.json();
  put(editor, { length, html: macro.html });
  const detail = { ...macro, url: `${pathname}${choice.id}/apply/` };
  element.dispatchEvent(new CustomEvent("macro:chosen", { detail, bubbles: true }));
}

/**
 * @param {HTMLElement} editor
 * @param {{length: number, html?: string, text?: string}} detail
 */
function put(editor, detail) {
  editor.dispatchEvent(new CustomEvent("editor:replace", { detail }));
}

/**
 * @param {HTMLElement} editor
 * @returns {string | null}
 */
function textBefore(editor) {
  const detail = { text: null };
  editor.dispatchEvent(new CustomEvent("editor:ask", { detail }));
  return detail.text;
}

/**
 * @param {string} text
 * @param {boolean} hasPeople
 * @returns {Asked | null}
 */
function matched(text, hasPeople) {
  const macro = MACRO.exec(text);
  if (macro) return { kind: "macro", query: macro[1], length: macro[0].length };
  const person = hasPeople ? PERSON.exec(text) : null;
  return person ? { kind: "person", query: person[1], length: person[1].length + 1 } : null;
}
