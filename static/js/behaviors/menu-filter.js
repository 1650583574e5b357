/**
 * A field above the choices of a menu: typing leaves those that fit, the one that fits best is marked, Enter takes it, arrows
 * move the mark. Where the server knows more than is listed (the field's form has hx-get, or its choices come later:
 * data-menu-asks), what it answers is filtered as well; an Enter that came before its answer to these words waits for it.
 * data-words of a choice are found too.
 */

import { fit } from "../lib/fuzzy.js";

let marks = 0;

/**
 * @param {HTMLInputElement} field
 * @param {Connection} connection
 */
export function connect(field, { signal }) {
  const panel = /** @type {HTMLElement | null} */ (field.closest(".menu__panel"));
  // On a page of its own, without the menu, the list is whole.
  if (!panel) return;
  const menu = /** @type {HTMLElement} */ (field.closest("details"));
  const asksForWords = field.form?.hasAttribute("hx-get") ?? false;
  const isAsking = "menuAsks" in field.dataset || asksForWords;
  let isWaiting = false;
  let asked = "";
  let answered = "";
  const shown = () => choicesOf(panel).filter((choice) => !choice.hidden);
  const marked = () => shown().find((choice) => choice.hasAttribute("data-marked"));

  /** @param {HTMLElement | undefined} choice */
  const mark = (choice) => {
    for (const other of choicesOf(panel)) other.removeAttribute("data-marked");
    field.removeAttribute("aria-activedescendant");
    if (!choice) return;
    choice.id ||= `marked-${(marks += 1)}`;
    choice.setAttribute("data-marked", "");
    choice.scrollIntoView({ block: "nearest" });
    field.setAttribute("aria-activedescendant", choice.id);
  };

  const filter = () => {
    const query = field.value.trim();
    for (const choice of choicesOf(panel)) choice.hidden = query !== "" && !fit(query, wordsOf(choice));
    for (const rest of /** @type {NodeListOf<HTMLElement>} */ (panel.querySelectorAll("hr, .menu__title, .menu__item--still"))) rest.hidden = query !== "";
    const nothing = /** @type {HTMLElement | null} */ (panel.querySelector("[data-menu-nothing]"));
    if (nothing) nothing.hidden = query === "" || shown().length > 0;
    mark(query ? best(query, shown()) : undefined);
  };

  /** @param {number} step */
  const move = (step) => {
    const all = shown();
    const at = all.findIndex((choice) => choice.hasAttribute("data-marked"));
    mark(all.at(at < 0 ? (step > 0 ? 0 : -1) : (at + step) % all.length));
  };

  const take = () => {
    const choice = marked();
    const words = field.value.trim();
    isWaiting = words !== "" && (asksForWords ? answered !== words : !choice && isAsking);
    if (!choice || isWaiting) return;
    field.value = "";
    choice.click();
    filter();
  };

  field.addEventListener("input", () => {
    isWaiting = false;
    filter();
  }, { signal });
  field.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "ArrowDown") move(1);
    else if (event.key === "ArrowUp") move(-1);
    else if (event.key === "Enter") take();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }, { signal });
  field.form?.addEventListener("htmx:before:request", () => (asked = field.value.trim()), { signal });
  document.addEventListener("htmx:after:swap", (event) => {
    if (panel.contains(/** @type {Node} */ (event.target))) answered = asked;
    if (field.value.trim() && field.isConnected) filter();
    if (isWaiting && marked()) take();
  }, { signal });
  menu?.addEventListener("toggle", () => {
    if (menu.hasAttribute("open") || !field.value) return;
    field.value = "";
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }, { signal });
}

/**
 * The first of those that fit best.
 * @param {string} query
 * @param {HTMLElement[]} choices
 * @returns {HTMLElement | undefined}
 */
function best(query, choices) {
  const scores = choices.map((choice) => fit(query, wordsOf(choice)));
  return choices[scores.indexOf(Math.max(...scores))];
}

/** @param {HTMLElement} panel */
function choicesOf(panel) {
  return [.../** @type {NodeListOf<HTMLElement>} */ (panel.querySelectorAll("button.menu__item, a.menu__item"))];
}

/** @param {HTMLElement} choice */
function wordsOf(choice) {
  return `${choice.textContent.replace(/\s+/g, " ").trim()} ${choice.dataset.words ?? ""}`;
}
