/**
 * A field above the choices of a menu: typing leaves those that fit, the one that fits best is marked, Enter takes it, arrows
 * move the mark. Where the server knows more than is listed (the field's form has hx-get, or its choices come later:
 * data-menu-asks), what it answers is filtered as well; an Enter that came before its answer to these words waits for it.
 * data-words of a choice are found too. What cannot be chosen is found with the title above it, which says why.
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
  /** @param {string} what */
  const all = (what) => [.../** @type {NodeListOf<HTMLElement>} */ (panel.querySelectorAll(what))];
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
    const still = all(".menu__item--still");
    for (const item of still) item.hidden = query !== "" && !fit(query, wordsOf(item));
    for (const rest of all("hr, .menu__title")) rest.hidden = query !== "" && !says(rest);
    const nothing = /** @type {HTMLElement | null} */ (panel.querySelector("[data-menu-nothing]"));
    if (nothing) nothing.hidden = query === "" || shown().length > 0 || still.some((item) => !item.hidden);
    mark(query ? best(query, shown()) : undefined);
  };

  /** @param {number} step */
  const move = (step) => {
    const choices = shown();
    const at = choices.findIndex((choice) => choice.hasAttribute("data-marked"));
    mark(choices.at(at < 0 ? (step > 0 ? 0 : -1) : (at + step) % choices.length));
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

/**
 * Whether this is the title above something that fits and cannot be chosen.
 * @param {HTMLElement} title
 */
function says(title) {
  if (!title.matches(".menu__title")) return false;
  for (let next = title.nextElementSibling; next?.matches(".menu__item--still"); next = next.nextElementSibling) {
    if (!(/** @type {HTMLElement} */ (next).hidden)) return true;
  }
  return false;
}

/** @param {HTMLElement} panel */
function choicesOf(panel) {
  return [.../** @type {NodeListOf<HTMLElement>} */ (panel.querySelectorAll("button.menu__item, a.menu__item"))];
}

/** @param {HTMLElement} choice */
function wordsOf(choice) {
  return `${choice.textContent.replace(/\s+/g, " ").trim()} ${choice.dataset.words ?? ""}`;
}
