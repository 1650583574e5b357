/**
 * Choosing rows of the list on this page, and the bar with what can be done to them. Rows have a checkbox [data-select];
 * Shift and a click choose all between, [data-select-page] of the head all on the page, Escape none. What is chosen survives
 * refreshing and paging (lib/selection.js), and an act: what it takes out of the list is chosen no more, and chosen again by its
 * undo. The bar is asked for with the first choice; a key of it chooses the row that j and k have reached. What became of an act
 * stays here, also on the next page of the list, until it is dismissed, or another choice is begun and nothing was refused.
 */

import { isTyping, keyOf, usesShortcuts } from "../lib/keyboard.js";
import { Selection } from "../lib/selection.js";
import { textOf } from "../lib/text.js";

const ACT = "bulk-act";
const KEPT_MS = 60_000;
// What was refused is looked at one by one.
const REFUSED_KEPT_MS = 15 * 60_000;
const KEYS_OF_ROW = new Set(["e", "a", "T", "s", "p", "t", "z", "m"]);
const MOST = 1000;

/**
 * @param {HTMLElement} element
 * @param {Connection} connection
 */
export function connect(element, { signal }) {
  const selection = new Selection(element.dataset.list ?? "");
  const bar = /** @type {HTMLElement} */ (element.querySelector("[data-bar]"));
  const result = /** @type {HTMLElement} */ (element.querySelector("#bulk-result"));
  const form = /** @type {HTMLFormElement} */ (element.querySelector("#bulk-chosen"));
  let lastClicked = "";
  let said = selection.size;
  let isAsked = false;
  let keyToPress = "";

  const paint = () => {
    const boxes = boxesOf();
    for (const box of boxes) box.checked = selection.numbers.has(box.value);
    const here = boxes.filter((box) => box.checked).length;
    const page = /** @type {HTMLInputElement | null} */ (document.querySelector("[data-select-page]"));
    if (page) {
      page.checked = boxes.length > 0 && here === boxes.length;
      page.indeterminate = here > 0 && here < boxes.length;
    }
    document.getElementById("inbox")?.toggleAttribute("data-selecting", selection.size > 0 || isSelecting());
    bar.hidden = selection.size === 0;
    bar.dataset.chosen = String(selection.size);
    /** @type {HTMLInputElement} */ (form.elements.namedItem("tickets")).value = [...selection.numbers].join(",");
    /** @type {HTMLInputElement} */ (form.elements.namedItem("token")).value = selection.token;
    const count = countText(element, selection.size);
    write(bar, "[data-count]", count);
    const elsewhere = selection.size - here;
    write(bar, "[data-elsewhere]", elsewhere ? textOf(element, "elsewhere", "{count} elsewhere").replace("{count}", String(elsewhere)) : "");
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
    sessionStorage.removeItem(ACT);
    result.replaceChildren();
  };

  /** @returns {Promise<{numbers: number[], isAll: boolean} | null>} */
  const matching = async () => {
    const response = await fetch(element.dataset.matchingUrl ?? "", { signal }).catch(() => null);
    return response?.ok ? response.json() : null;
  };

  const chooseAll = async () => {
    const found = await matching();
    if (!found) return;
    const { numbers, isAll } = found;
    selection.numbers.clear();
    choose(numbers.slice(0, MOST).map(String), true);
    if (!isAll) document.dispatchEvent(new CustomEvent("toast", { detail: { text: textOf(element, "notAll", "The newest 1,000 are selected."), level: "info" } }));
  };

  /**
   * After an act: whatever it took out of the list is chosen no more, what an undo brought back is chosen again.
   * @param {HTMLElement} act
   */
  const settle = async (act) => {
    const back = (act.dataset.putBack ?? "").split(",").filter(Boolean);
    const before = [...selection.numbers];
    if (!before.length && !back.length) return;
    const found = await matching();
    if (!found) return;
    const there = new Set(found.numbers.map(String));
    // Who began to choose others meanwhile goes on with those.
    const wanted = before.every((number) => back.includes(number)) && back.length ? back : before;
    selection.keep(wanted.filter((number) => there.has(number) || !found.isAll));
    paint();
  };

  /**
   * The act that is shown, for the next page; the choice is settled once, when it is over.
   * @param {HTMLElement} act
   */
  const remember = (act) => {
    const { actUrl: url } = act.dataset;
    const kept = JSON.parse(sessionStorage.getItem(ACT) ?? "{}");
    const known = kept.url === url ? kept : { at: Date.now(), isSettled: false };
    const isOver = !act.hasAttribute("aria-busy");
    sessionStorage.setItem(ACT, JSON.stringify({ url, at: known.at, refused: "actRefused" in act.dataset, isSettled: isOver }));
    if (isOver && !known.isSettled) settle(act);
  };

  /** @param {KeyboardEvent} event */
  const pressOnRow = (event) => {
    if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.metaKey || event.altKey || selection.size) return;
    const key = keyOf(event);
    if (!KEYS_OF_ROW.has(key) || isTyping(event.target) || !usesShortcuts() || document.querySelector("dialog[open]")) return;
    const box = document.querySelector("[data-row][aria-current=true] [data-select]");
    if (!(box instanceof HTMLInputElement)) return;
    event.preventDefault();
    keyToPress = key;
    choose([box.value], true);
    pressInBar();
  };

  const pressInBar = () => {
    const control = keyToPress && bar.querySelector(`[data-key="${CSS.escape(keyToPress)}"]`);
    if (!(control instanceof HTMLElement)) return;
    keyToPress = "";
    control.click();
  };

  document.addEventListener("click", (event) => {
    const box = /** @type {Element} */ (event.target).closest?.("[data-select], [data-select-page]");
    if (!(box instanceof HTMLInputElement)) return;
    if ("selectPage" in box.dataset) return choose(boxesOf().map((one) => one.value), box.checked);
    choose(event.shiftKey ? between(lastClicked, box.value) : [box.value], box.checked);
    lastClicked = box.value;
  }, { signal });
  // A shift-click would mark the text between.
  document.addEventListener("mousedown", (event) => {
    if (event.shiftKey && /** @type {Element} */ (event.target).closest?.(".ticket-row__select")) event.preventDefault();
  }, { signal });
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
  document.addEventListener("keydown", pressOnRow, { signal });
  document.addEventListener("bulk:begun", () => {
    selection.renew();
    paint();
  }, { signal });
  document.addEventListener("htmx:after:swap", () => {
    const act = /** @type {HTMLElement | null} */ (result.querySelector("[data-act-url]"));
    if (act) remember(act);
    paint();
    pressInBar();
  }, { signal });
  const { url, at, refused } = JSON.parse(sessionStorage.getItem(ACT) ?? "{}");
  // Whoever went on working has seen it.
  if (url && Date.now() - at < (refused ? REFUSED_KEPT_MS : KEPT_MS)) window.htmx.ajax("GET", url, { source: element, target: result, swap: "innerHTML" });
  paint();
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
