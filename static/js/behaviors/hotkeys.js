/**
 * One key for one thing: an element with data-key="r" is clicked (a field: focused, a dialog: opened) when r is pressed; "g i" is
 * two keys in a row. What is folded away in a menu counts, what is hidden otherwise does not. Never while someone types, nor
 * goes on typing when their field has just been swapped away; never with a modifier that belongs to the browser, in a dialog,
 * while characters are composed, or when the person has switched single keys off; once, however long it is held. Sits on <body>.
 * data-key-also="Z" is a second key, for what has no element of its own.
 * data-key-mod="Enter" on an element of a form: Ctrl or Cmd with that key, also while typing in that form.
 */

import { bringForward, isThere } from "../lib/page-actions.js";
import { isTyping, keyOf, openMenu, usesShortcuts } from "../lib/keyboard.js";

const SEQUENCE_MS = 1500;
const TYPING_MS = 500;
// Keys that press what has the focus.
const ACTING = ["Enter", " "];

/**
 * @param {HTMLElement} body
 * @param {Connection} connection
 */
export function connect(body, { signal }) {
  let before = "";
  let beforeAt = 0;
  /** @type {{field: Element | null, at: number}} */
  const typing = { field: null, at: -Infinity };

  /** @type {EventTarget | null} */
  let began = null;

  // Before everybody else who listens: a key that was meant for a field that has gone is nobody's.
  window.addEventListener(
    "keydown",
    (event) => {
      const inField = isTyping(event.target);
      if (inField) typing.field = /** @type {Element} */ (event.target);
      // Held down, it does what it did where it went down, and nothing to what has come in its place.
      if (!event.repeat) began = event.target;
      else if (began !== event.target && (ACTING.includes(event.key) || (inField && event.key.length === 1))) return swallow(event);
      const goesOn = event.timeStamp - typing.at < TYPING_MS && !typing.field?.checkVisibility();
      // Who presses Escape has finished, who sends with Ctrl or Cmd too, and with Enter so has who types into one line.
      const sends = event.key === "Enter" && (event.ctrlKey || event.metaKey || event.target instanceof HTMLInputElement);
      const hasFinished = event.key === "Escape" || sends;
      if (hasFinished) typing.at = -Infinity;
      if (!inField && !goesOn) return;
      if (!hasFinished) typing.at = event.timeStamp;
      if (event.key === "Escape" && event.target instanceof HTMLInputElement && !event.target.closest("dialog")) event.target.blur();
      if (inField || event.key === "Tab" || event.ctrlKey || event.metaKey) return;
      // A fresh Enter is meant for the button that has the focus.
      if (event.key === "Enter" && event.target instanceof HTMLButtonElement) return;
      swallow(event);
    },
    { signal, capture: true },
  );
  body.addEventListener(
    "keydown",
    (event) => {
      if (event.defaultPrevented || event.isComposing || event.altKey) return;
      if (event.ctrlKey || event.metaKey) return pressWithin(event);
      if (isTyping(event.target) || !usesShortcuts()) return;
      const key = keyOf(event);
      const begun = event.timeStamp - beforeAt < SEQUENCE_MS ? before : "";
      // After the first key of two a wrong second one does nothing, and not what it does alone.
      const isSecond = begun !== "" && startsSequence(begun);
      [before, beforeAt] = [isSecond ? "" : key, event.timeStamp];
      const element = find(isSecond ? `${begun} ${key}` : key, event.target);
      if (element || isSecond) event.preventDefault();
      // Held down, it is done once.
      if (element && !event.repeat) press(element);
    },
    { signal },
  );
  // Somebody went to write where there is no field yet.
  document.addEventListener("words-meant", () => Object.assign(typing, { field: null, at: performance.now() }), { signal });
  // The mark of the focus is for keys (base.css): not where a script put it after a click.
  const { dataset } = document.documentElement;
  window.addEventListener("pointerdown", () => (dataset.by = "pointer"), { signal, capture: true });
  window.addEventListener("keydown", () => (dataset.by = "keys"), { signal, capture: true });
  // Who has switched keys off is not told of them.
  body.addEventListener("pointerover", (event) => {
    const element = event.target instanceof Element ? event.target.closest("[data-key-shown]") : null;
    if (!usesShortcuts() && element instanceof HTMLElement) element.title = element.title.replace(/ \([^()]+\)$/, "");
  }, { signal });
}

/** @param {KeyboardEvent} event */
function swallow(event) {
  event.preventDefault();
  event.stopImmediatePropagation();
}

/** @param {KeyboardEvent} event */
function pressWithin(event) {
  if (event.repeat) return;
  const scope = event.target instanceof Element ? event.target.closest("form, dialog") : null;
  const name = event.shiftKey ? `Shift+${keyOf(event)}` : keyOf(event);
  const wanted = `[data-key-mod="${CSS.escape(name)}"]:not([disabled])`;
  // Also one that is folded away in a menu, beside which its key stands; or that belongs to the form from elsewhere in the page.
  const further = scope instanceof HTMLFormElement ? [...scope.elements] : [];
  const element = scope?.querySelector(wanted) ?? further.find((one) => one.matches(wanted));
  if (!element) return;
  event.preventDefault();
  press(element);
}

/** @param {string} key */
function startsSequence(key) {
  return document.querySelector(`[data-key^="${CSS.escape(key)} "]`) !== null;
}

/**
 * In an open menu only its own: whoever types there before its field has come means no other.
 * @param {string} key
 * @param {EventTarget | null} target
 */
function find(key, target) {
  const scope = document.querySelector("dialog[open]") ?? openMenu(target) ?? document;
  const own = [...scope.querySelectorAll(`[data-key="${CSS.escape(key)}"]`)];
  const all = [...own, ...scope.querySelectorAll(`[data-key-also="${CSS.escape(key)}"]`)];
  return all.find((element) => element instanceof HTMLElement && isReachable(element) && !element.hasAttribute("disabled"));
}

/** @param {HTMLElement} element */
function isReachable(element) {
  if (element instanceof HTMLDialogElement) return true;
  return isThere(element);
}

/** @param {Element} element */
function press(element) {
  if (!(element instanceof HTMLElement)) return;
  bringForward(element);
  if (element instanceof HTMLDialogElement) element.showModal();
  else if (isTyping(element)) element.focus();
  else {
    if (element.matches("summary")) element.focus();
    element.click();
  }
}
