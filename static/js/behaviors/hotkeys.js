/**
 * One key for one thing: an element with data-key="r" is clicked (a field: focused) when r is pressed; "g i" is two keys
 * in a row. Never while someone types, nor goes on typing when their field has just been swapped away; never with a
 * modifier that belongs to the browser. Sits on <body>.
 * data-key-mod="Enter" on an element inside a form: Ctrl or Cmd with that key, also while typing in that form.
 */

const SEQUENCE_MS = 1000;
const TYPING_MS = 500;

/**
 * @param {HTMLElement} body
 * @param {Connection} connection
 */
export function connect(body, { signal }) {
  let before = "";
  let beforeAt = 0;
  /** @type {{field: Element | null, at: number}} */
  const typing = { field: null, at: -Infinity };

  // Before everybody else who listens: a key that was meant for a field that has gone is nobody's.
  window.addEventListener(
    "keydown",
    (event) => {
      const inField = isTyping(event.target);
      if (inField) typing.field = /** @type {Element} */ (event.target);
      const goesOn = event.timeStamp - typing.at < TYPING_MS && !typing.field?.checkVisibility();
      if (!inField && !goesOn) return;
      typing.at = event.timeStamp;
      if (event.key === "Escape" && event.target instanceof HTMLInputElement && !event.target.closest("dialog")) event.target.blur();
      if (inField || event.key === "Tab" || event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      event.stopImmediatePropagation();
    },
    { signal, capture: true },
  );
  body.addEventListener(
    "keydown",
    (event) => {
      if (event.defaultPrevented || event.isComposing || event.altKey) return;
      if (event.ctrlKey || event.metaKey) return pressWithin(event);
      if (isTyping(event.target)) return;
      const key = event.key === " " ? "Space" : event.key;
      const sequence = event.timeStamp - beforeAt < SEQUENCE_MS ? `${before} ${key}` : "";
      [before, beforeAt] = [key, event.timeStamp];
      const element = find("data-key", sequence) ?? find("data-key", key);
      if (!element) return;
      event.preventDefault();
      press(element);
    },
    { signal },
  );
}

/** @param {KeyboardEvent} event */
function pressWithin(event) {
  const scope = event.target instanceof Element ? event.target.closest("form, dialog") : null;
  const name = event.shiftKey ? `Shift+${event.key}` : event.key;
  // Also one that is folded away in a menu, beside which its key stands.
  const element = scope?.querySelector(`[data-key-mod="${CSS.escape(name)}"]:not([disabled])`);
  if (!element) return;
  event.preventDefault();
  press(element);
}

/**
 * @param {string} attribute
 * @param {string} key
 * @param {ParentNode} [scope]
 */
function find(attribute, key, scope) {
  if (!key) return undefined;
  const modal = document.querySelector("dialog[open]");
  const all = [...(scope ?? modal ?? document).querySelectorAll(`[${attribute}="${CSS.escape(key)}"]`)];
  return all.find((element) => element instanceof HTMLElement && element.checkVisibility() && !element.hasAttribute("disabled"));
}

/** @param {Element} element */
function press(element) {
  if (!(element instanceof HTMLElement)) return;
  if (isTyping(element)) element.focus();
  else element.click();
}

/** @param {EventTarget | null} target */
function isTyping(target) {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target.matches("textarea, select")) return true;
  return target.matches("input:not([type=checkbox], [type=radio], [type=button], [type=submit])");
}
