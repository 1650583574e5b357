/**
 * Choosing rows of the list on this page, and the bar with what can be done to them. Rows have a checkbox [data-select];
 * Shift and a click choose all between, [data-select-page] of the head all on the page, Escape none. What is chosen survives
 * refreshing and paging (lib/selection.js), and an act: what it takes out of the list is chosen no more, and chosen again by its
 * undo. The bar is asked for with the first choice. What became of an act
 * stays here, also on the next page of the list, until it is dismissed, or another choice is begun and nothing was refused.
 */

import { actToShow, forgetAct, rememberAct } from "../lib/last-act.js";
import { Selection } from "../lib/selection.js";
import { textOf } from "../lib/text.js";

const MOST = 1000;

/**
 * @param {HTMLElement} element
 * @param {Connection} connection
 */
export function connect(element, { signal }) {
  const selection = new Selection(element.dataset.list ?? "");
  const bar = /** @type {HTMLElement} */ (element.querySelector("[data-bar]"));
  const result = /** @type {HTMLElement} */ (element.querySelector("#bulk-result"));
  let lastClicked = "";
  let said = selection.size;
  let isAsked = false;

  const paint = () => {
    const boxes = boxesOf();
    for (const box of boxes) box.checked = selection.numbers.has(box.value);
    const here = boxes.filter((box) => box.checked).length;
    paintPage(boxes.length, here);
    document.getElementById("inbox")?.toggleAttribute("data-selecting", selection.size > 0 || isSelecting());
    const count = writeCount(element, bar, selection, here);
    if (said !== selection.size) write(element, "[data-spoken]", count);
    said = selection.size;
    if (!selection.size || isAsked || bar.querySelector("[data-count]")) return;
    isAsked = true;
    window.htmx.trigger(/** @type {Element} */ (bar.firstElementChild), "bulk:open");
  };

  /**
   * @param {Iterable<string>} numbers
   * @param {boolean} chosen
   */
  const choose = (numbers, chosen) => {
    if (selection.size === 0 && chosen && !result.querySelector("[data-act-refused]")) dismiss();
    selection.set(numbers, chosen);
    paint();
  };

  const clear = () => {
    selection.clear();
    paint();
  };

  const dismiss = () => {
    forgetAct();
    result.replaceChildren();
  };

  const chooseAll = async () => {
    const found = await matching(element, signal);
    if (!found) return;
    const { numbers, isAll } = found;
    selection.numbers.clear();
    choose(numbers.slice(0, MOST).map(String), true);
    if (!isAll) document.dispatchEvent(new CustomEvent("toast", { detail: { text: textOf(element, "notAll", "The newest 1,000 are selected."), level: "info" } }));
  };

  /** @param {HTMLElement} act  that is over */
  const settle = async (act) => {
    const back = (act.dataset.putBack ?? "").split(",").filter(Boolean);
    if ("actEnds" in act.dataset) selection.clear();
    const found = selection.size || back.length ? await matching(element, signal) : null;
    if (found) selection.settle(back, found);
    paint();
  };

  document.addEventListener("click", (event) => {
    const box = /** @type {Element} */ (event.target).closest?.("[data-select], [data-select-page]");
    if (!(box instanceof HTMLInputElement)) return;
    if ("selectPage" in box.dataset) return choose(boxesOf().map((one) => one.value), box.checked);
    choose(event.shiftKey ? between(lastClicked, box.value) : [box.value], box.checked);
    lastClicked = box.value;
  }, { signal });
  document.addEventListener("mousedown", keepTextUnmarked, { signal });
  document.querySelector("[data-selecting][aria-pressed]")?.addEventListener("click", (event) => {
    const button = /** @type {HTMLElement} */ (event.currentTarget);
    button.setAttribute("aria-pressed", String(!isSelecting()));
    if (!isSelecting()) selection.clear();
    paint();
  }, { signal });
  element.addEventListener("click", (event) => {
    const target = /** @type {Element} */ (event.target);
    if (target.closest("[data-clear]")) clear();
    if (target.closest("[data-select-all]")) chooseAll();
    if (target.closest("[data-dismiss]")) dismiss();
  }, { signal });
  document.addEventListener("keydown", (event) => {
    const target = /** @type {Element} */ (event.target);
    if (event.key !== "Escape" || event.defaultPrevented || !selection.size || target.closest("dialog, .menu[open], input:not([type=checkbox])")) return;
    clear();
  }, { signal });
  bar.addEventListener("htmx:finally:request", () => (isAsked = false), { signal });
  document.addEventListener("bulk:begun", () => {
    selection.renew();
    paint();
  }, { signal });
  document.addEventListener("htmx:after:swap", () => {
    const act = /** @type {HTMLElement | null} */ (result.querySelector("[data-act-url]"));
    if (act && rememberAct(act)) settle(act);
    paint();
  }, { signal });
  // What left the list meanwhile, by an act on its own page, is chosen no more.
  if (selection.size) matching(element, signal).then((found) => found && (selection.settle([], found), paint()));
  const shown = actToShow();
  if (shown) window.htmx.ajax("GET", shown, { source: element, target: result, swap: "innerHTML" });
  paint();
}

/**
 * The box that stands for all of this page.
 * @param {number} all
 * @param {number} chosen
 */
function paintPage(all, chosen) {
  const page = /** @type {HTMLInputElement | null} */ (document.querySelector("[data-select-page]"));
  if (!page) return;
  page.checked = all > 0 && chosen === all;
  page.indeterminate = chosen > 0 && chosen < all;
}

/**
 * What the list holds, beyond the page too.
 * @param {HTMLElement} element
 * @param {AbortSignal} signal
 * @returns {Promise<{numbers: number[], isAll: boolean} | null>}
 */
async function matching(element, signal) {
  const response = await fetch(element.dataset.matchingUrl ?? "", { signal }).catch(() => null);
  return response?.ok ? response.json() : null;
}

/**
 * @param {HTMLElement} element
 * @param {HTMLElement} bar
 * @param {Selection} selection
 * @param {number} here  how many of it are on this page
 * @returns {string} how many there are, in words
 */
function writeCount(element, bar, selection, here) {
  const form = /** @type {HTMLFormElement} */ (element.querySelector("#bulk-chosen"));
  /** @type {HTMLInputElement} */ (form.elements.namedItem("tickets")).value = [...selection.numbers].join(",");
  /** @type {HTMLInputElement} */ (form.elements.namedItem("token")).value = selection.token;
  bar.hidden = selection.size === 0;
  bar.dataset.chosen = String(selection.size);
  const count = countText(element, selection.size);
  write(bar, "[data-count]", count);
  const elsewhere = selection.size - here;
  write(bar, "[data-elsewhere]", elsewhere ? textOf(element, "elsewhere", "{count} elsewhere").replace("{count}", String(elsewhere)) : "");
  return count;
}

/**
 * A shift-click would mark the text between.
 * @param {MouseEvent} event
 */
function keepTextUnmarked(event) {
  if (event.shiftKey && /** @type {Element} */ (event.target).closest?.(".ticket-row__select")) event.preventDefault();
}

function boxesOf() {
  return [.../** @type {NodeListOf<HTMLInputElement>} */ (document.querySelectorAll("[data-select]"))];
}

function isSelecting() {
  return document.querySelector("[data-selecting][aria-pressed=true]") !== null;
}

/**
 * The rows from the one clicked last to this one, in the order of the page.
 * @param {string} first
 * @param {string} last
 */
function between(first, last) {
  const all = boxesOf().map((box) => box.value);
  const [from, to] = [all.indexOf(first), all.indexOf(last)].sort((a, b) => a - b);
  return from < 0 ? [last] : all.slice(from, to + 1);
}

/**
 * @param {HTMLElement} element
 * @param {number} count
 */
function countText(element, count) {
  if (!count) return textOf(element, "none", "Nothing selected");
  if (count === 1) return textOf(element, "one", "1 selected");
  const number = count.toLocaleString(document.documentElement.lang || "en");
  return textOf(element, "many", "{count} selected").replace("{count}", number);
}

/**
 * @param {HTMLElement} element
 * @param {string} selector
 * @param {string} text
 */
function write(element, selector, text) {
  const place = element.querySelector(selector);
  if (place && place.textContent !== text) place.textContent = text;
}
