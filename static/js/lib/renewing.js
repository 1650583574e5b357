/**
 * When the ticket is closed, deleted or restored while somebody writes, the box for a reply is asked for again: once its words
 * are kept, and without losing those that are typed meanwhile. A note is written on as before.
 */

/**
 * `renew` replaces the box; `wasAtIt` tells, after the swap, whether its writer was in it, and brings the last words.
 * @param {HTMLElement} composer
 * @param {AbortSignal} signal
 */
export function renewing(composer, signal) {
  const box = () => /** @type {HTMLElement | null} */ (composer.querySelector("#composer-public"));
  let isUnderWay = false;
  /** @type {string | null} */
  let typed = null;
  document.addEventListener("htmx:before:swap", () => {
    if (isUnderWay) typed = box()?.contains(document.activeElement) ? wordsOf(box()) : null;
  }, { signal });

  const renew = async (/** @type {string} */ writing) => {
    if (isUnderWay) return;
    isUnderWay = true;
    /** @type {Promise<void>[]} */
    const waits = [];
    box()?.dispatchEvent(new CustomEvent("autosave:now", { detail: { waits } }));
    await Promise.all(waits);
    try {
      await window.htmx.ajax("GET", composer.dataset.url ?? "", { target: box(), swap: "outerHTML" });
      composer.dataset.writing = writing;
      // What is deleted is forwarded to nobody.
      composer.querySelector("[data-compose=forward]")?.toggleAttribute("hidden", writing === "deleted");
    } finally {
      isUnderWay = false;
    }
  };

  const wasAtIt = () => {
    const words = typed;
    typed = null;
    if (isUnderWay) box()?.toggleAttribute("hidden", composer.dataset.kind !== "public");
    const place = box()?.querySelector("textarea[data-compose-on]");
    if (place instanceof HTMLTextAreaElement) {
      if (words?.startsWith(place.value)) place.value = words;
      // They go on where they were.
      place.setSelectionRange(place.value.length, place.value.length);
    }
    return words !== null;
  };
  return { renew, wasAtIt };
}

/** @param {HTMLElement | null} box */
function wordsOf(box) {
  const place = /** @type {HTMLElement | null | undefined} */ (box?.querySelector("[contenteditable]"));
  return (place?.innerText ?? box?.querySelector("textarea")?.value ?? "").trim();
}
