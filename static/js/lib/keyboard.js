/** What is typed where: shared by whatever listens to keys. */

/**
 * Whether keys that are pressed there are words.
 * @param {EventTarget | null} target
 */
export function isTyping(target) {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target.matches("textarea, select")) return true;
  return target.matches("input:not([type=checkbox], [type=radio], [type=button], [type=submit])");
}

/** Whether the person uses single keys (their profile says so). */
export function usesShortcuts() {
  return document.body.dataset.shortcuts !== "off";
}

/**
 * The character that is meant, on a Cyrillic or Greek keyboard too; a letter is a capital by Shift alone, whatever Caps Lock says.
 * @param {KeyboardEvent} event
 */
export function keyOf(event) {
  if (event.key === " ") return "Space";
  if (/^[a-z]$/i.test(event.key) && event.getModifierState("CapsLock")) return event.shiftKey ? event.key.toUpperCase() : event.key.toLowerCase();
  const letter = /^Key([A-Z])$/.exec(event.code)?.[1];
  if (!letter || event.key.length !== 1 || event.key < "\u0250") return event.key;
  return event.shiftKey ? letter : letter.toLowerCase();
}

const isMac = /Mac|iPhone|iPad/.test(navigator.platform);

/** ⌘ where a Mac has it: in all that names the modifier of other keyboards, "Ctrl" or "Strg", in its data-mod. */
export function nameKeysOfMac() {
  if (!isMac) return;
  for (const element of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-mod]"))) {
    const word = element.dataset.mod ?? "";
    delete element.dataset.mod;
    element.title = element.title.replace(word, "⌘");
    if (element.matches("kbd")) element.textContent = (element.textContent ?? "").replace(word, "⌘");
  }
}

/**
 * The open menu in which a key is pressed.
 * @param {EventTarget | null} target
 */
export function openMenu(target) {
  return target instanceof Element ? target.closest("details.menu[open]") : null;
}
