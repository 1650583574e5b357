/** Says whether this browser may show notifications, and asks it by a button: never by itself. */

import { textOf } from "../lib/text.js";

/**
 * @param {HTMLElement} element
 * @param {Connection} connection
 */
export function connect(element, { signal }) {
  const button = element.querySelector("button");
  const text = element.querySelector("[data-allow-text]");

  const show = () => {
    const state = "Notification" in window ? Notification.permission : "unsupported";
    if (button) button.hidden = state !== "default";
    if (text && state !== "default") text.textContent = textOf(element, state, "");
    element.hidden = false;
  };

  button?.addEventListener("click", async () => {
    await Notification.requestPermission();
    show();
  }, { signal });
  show();
}
