/**
 * A <details class="menu">: arrows move through it, and the first letters of a choice; Escape, a click elsewhere or a choice closes
 * it. What comes into it while it is open gets the focus that went with what stood there.
 */

import { isTyping } from "../lib/keyboard.js";

// Letters that follow one another faster belong to one word.
const WORD_MS = 700;

/**
 * @param {HTMLDetailsElement} element
 * @param {Connection} connection
 */
export function connect(element, { signal }) {
  // A hidden one takes no focus, so that nothing after it would be reached.
  const items = () => [.../** @type {NodeListOf<HTMLElement>} */ (element.querySelectorAll(".menu__panel :is(a, button, input:not([type=hidden])):not(:disabled)"))]
    .filter((item) => item.checkVisibility());
  const summary = element.querySelector("summary");

  const close = ({ returnsFocus = element.contains(document.activeElement) } = {}) => {
    if (!element.open) return;
    element.open = false;
    if (returnsFocus) summary?.focus();
  };

  /** @param {number} step */
  const move = (step) => {
    const all = items();
    const at = all.indexOf(/** @type {HTMLElement} */ (document.activeElement));
    all.at(at < 0 ? (step > 0 ? 0 : -1) : (at + step) % all.length)?.focus();
  };

  let typed = "";
  let typedAt = 0;

  /** @param {KeyboardEvent} event */
  const isLetter = ({ key, ctrlKey, metaKey, altKey, target }) =>
    /^[\p{L}\p{N}]$/u.test(key) && !(ctrlKey || metaKey || altKey || isTyping(target)) && !element.querySelector(`.menu__panel [data-key="${key}"]`);

  /**
   * Whether a choice begins with it.
   * @param {string} letter
   */
  const seek = (letter) => {
    typed = Date.now() - typedAt < WORD_MS ? typed + letter : letter;
    typedAt = Date.now();
    const found = items().find((item) => item.textContent?.trim().toLowerCase().startsWith(typed.toLowerCase()));
    found?.focus();
    return found !== undefined;
  };

  // All of it can be seen, also where it hangs below the edge of the screen; what comes into it makes it higher.
  const show = () => element.querySelector(".menu__panel")?.scrollIntoView({ block: "nearest" });

  /** The first field of a form that somebody fills in, else the first choice. */
  const first = () => /** @type {HTMLElement | null} */ (element.querySelector(".menu__panel--form :is(textarea, select, input:not([type=hidden]))")) ?? items()[0];

  element.addEventListener("toggle", () => {
    if (!element.open) return;
    show();
    // It comes a moment after the opening: who has gone on to a choice meanwhile stays there.
    if (!element.querySelector(".menu__panel")?.contains(document.activeElement)) first()?.focus();
  }, { signal });
  document.addEventListener("htmx:after:swap", () => {
    if (!element.open) return;
    show();
    if ([document.body, summary].includes(/** @type {HTMLElement} */ (document.activeElement))) first()?.focus();
  }, { signal });
  element.addEventListener(
    "keydown",
    (event) => {
      if (event.key === "Escape" && element.open) {
        event.stopPropagation();
        // A field has lost it already (hotkeys.js).
        close({ returnsFocus: true });
      } else if (element.open && !(event.target instanceof HTMLTextAreaElement) && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
        event.preventDefault();
        move(event.key === "ArrowDown" ? 1 : -1);
      } else if (element.open && isLetter(event) && seek(event.key)) {
        // The key that opened the menu would close it.
        event.preventDefault();
      }
    },
    { signal },
  );
  element.addEventListener("click", (event) => {
    const item = /** @type {Element} */ (event.target).closest(".menu__item");
    if (item && !item.hasAttribute("data-menu-stays")) close();
  }, { signal });
  document.addEventListener("click", (event) => element.contains(/** @type {Node} */ (event.target)) || close(), { signal });
}
