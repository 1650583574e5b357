/**
 * The corner where what just happened is said. The server's messages are in it on load; modules and answers
 * (HX-Trigger: {"toast": {"text": …, "level": …}}) add more by the event "toast". Errors stay until closed.
 */

/**
 * @param {HTMLElement} element
 * @param {Connection} connection
 */
export function connect(element, { signal }) {
  const template = element.querySelector("template");

  /** @param {HTMLElement} toast */
  const arm = (toast) => {
    toast.querySelector("button")?.addEventListener("click", () => toast.remove());
    if (toast.dataset.level !== "error") setTimeout(() => toast.remove(), 6000);
  };

  element.querySelectorAll(".toast").forEach((toast) => arm(/** @type {HTMLElement} */ (toast)));
  document.addEventListener(
    "toast",
    (event) => {
      const { text, level = "success" } = /** @type {CustomEvent} */ (event).detail;
      const toast = template?.content.firstElementChild?.cloneNode(true);
      if (!(toast instanceof HTMLElement)) return;
      toast.dataset.level = level;
      toast.classList.add(`toast--${level}`);
      const place = toast.querySelector("[data-toast-text]");
      if (place) place.textContent = text;
      element.append(toast);
      arm(toast);
    },
    { signal },
  );
}
