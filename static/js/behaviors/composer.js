/**
 * The box for writing. While it is empty it follows the conversation; once there are words in it, a send names what was
 * there when they were begun, and a line says that something new has come.
 */

/**
 * @param {HTMLElement} composer
 * @param {Connection} connection
 */
export function connect(composer, { signal }) {
  const field = /** @type {HTMLInputElement | null} */ (composer.querySelector("[data-seen-seq]"));
  const html = /** @type {HTMLInputElement | null} */ (composer.querySelector("[data-editor-html]"));
  const news = /** @type {HTMLElement | null} */ (composer.querySelector("[data-news]"));
  if (!field || !html || !news) return;

  const follow = () => {
    const seq = document.getElementById("conversation")?.dataset.conversationSeq ?? field.value;
    if (!html.value) field.value = seq;
    news.hidden = Number(seq) <= Number(field.value);
  };

  document.addEventListener("htmx:after:swap", follow, { signal });
  for (const tab of composer.querySelectorAll(".tabs__tab")) {
    tab.addEventListener(
      "click",
      (event) => {
        if (tab.getAttribute("aria-pressed") !== "true") return;
        event.stopImmediatePropagation();
        composer.querySelector(".editor")?.dispatchEvent(new CustomEvent("editor:focus"));
      },
      { signal, capture: true },
    );
  }
  if (document.activeElement === document.body && composer.dataset.focus !== undefined) {
    composer.querySelector(".editor")?.dispatchEvent(new CustomEvent("editor:focus"));
  }
}
