/**
 * What can be done on this page right now: every control of its content that has a key (data-key) or says that it is an act
 * (data-action; of chosen rows data-action-one and -many), and each choice of a menu marked data-actions="Status". What the server left out is not allowed.
 */

import { isTyping } from "./keyboard.js";

/** @typedef {import("./grouped-options.js").Option & {element: HTMLElement}} PageAction */

const ACTS = "#main :is([data-key], [data-action], [data-action-one], [data-actions] .menu__item)";
// What can be done anywhere, after what can be done here.
const EVERYWHERE = "#nav :is([data-action], [data-actions] .menu__item)";

/** @returns {PageAction[]} */
export function pageActions() {
  /** @type {Map<string, PageAction>} */
  const actions = new Map();
  const elements = [...document.querySelectorAll(ACTS), ...document.querySelectorAll(EVERYWHERE)];
  for (const element of /** @type {HTMLElement[]} */ (elements)) {
    if (element.hasAttribute("disabled") || element.matches("[aria-current=true]") || !isThere(element)) continue;
    const name = nameOf(element);
    const known = actions.get(name);
    if (name && (!known || (!known.keys && element.dataset.key))) {
      actions.set(name, { name, keys: element.dataset.key, drawing: drawingOf(element), element });
    }
  }
  return [...actions.values()];
}

/** @param {HTMLElement} element */
export function act(element) {
  bringForward(element);
  if (isTyping(element)) element.focus();
  else element.click();
}

/**
 * Whether it can be used now: it is seen, folded away in a menu, or on the other screen of a ticket.
 * @param {HTMLElement} element
 */
export function isThere(element) {
  return element.checkVisibility() || (element.closest("details.menu:not([open])")?.checkVisibility() ?? false) || screenOf(element) !== null;
}

/**
 * Shows the screen on which it stands.
 * @param {Element} element
 */
export function bringForward(element) {
  const screen = screenOf(element);
  if (screen) location.hash = screen.id === "side" ? "side" : "conversation";
}

/**
 * On a narrow screen a ticket has two, its conversation and its side (#side); what each can do can be done from the other, too.
 * The one that is not seen now and holds this; else null.
 * @param {Element} element
 */
function screenOf(element) {
  const screen = element.closest("#side, .ticket__talk");
  if (!screen || screen.checkVisibility()) return null;
  const within = element.matches("summary") ? element.parentElement?.parentElement : element;
  return within?.closest("[hidden], details:not([open]):not(.menu)") ? null : screen;
}

/** @param {HTMLElement} element */
function drawingOf(element) {
  const own = "svg.icon:not(.lucide-chevron-down)";
  return element.querySelector(own) ?? element.closest("details.menu")?.querySelector(`summary ${own}`) ?? null;
}

/** @param {HTMLElement} element */
function nameOf(element) {
  const prefix = /** @type {HTMLElement | null} */ (element.closest("[data-actions]"))?.dataset.actions;
  if (prefix && !element.dataset.key) return `${prefix}: ${textOf(element)}`;
  if (element.dataset.action) return element.dataset.action;
  if (element.dataset.actionOne) return ofChosen(element);
  const title = element.title.replace(/ \([^()]+\)$/, "");
  if (element.matches("summary, input") && title) return title;
  return textOf(element) || title || (element.getAttribute("aria-label") ?? "");
}

/**
 * What is done to the chosen rows says to how many.
 * @param {HTMLElement} element
 */
function ofChosen(element) {
  const bar = /** @type {HTMLElement | null} */ (element.closest("[data-bar]"));
  const count = Number(bar?.dataset.chosen ?? 0);
  const number = count.toLocaleString(document.documentElement.lang || "en");
  return (count === 1 ? element.dataset.actionOne : element.dataset.actionMany?.replace("{count}", number)) ?? "";
}

/** @param {HTMLElement} element */
function textOf(element) {
  const copy = /** @type {HTMLElement} */ (element.cloneNode(true));
  for (const part of copy.querySelectorAll("kbd, .menu__hint, .avatar")) part.remove();
  return copy.textContent.replace(/\s+/g, " ").trim();
}
