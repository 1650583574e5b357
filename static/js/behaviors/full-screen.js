/**
 * A part of the page that fills the whole screen once [data-full-screen] in it is pressed; Escape brings it back. data-full is there
 * meanwhile, and the screen does not go to sleep: nobody touches the one on the wall.
 */

/**
 * @param {HTMLElement} element
 * @param {Connection} connection
 */
export function connect(element, { signal }) {
  const button = /** @type {HTMLButtonElement | null} */ (element.querySelector("[data-full-screen]"));
  if (!button || !document.fullscreenEnabled) return;
  button.hidden = false;
  /** @type {WakeLockSentinel | undefined} */
  let awake;
  // The browser lets go of it whenever the page is hidden; it refuses where there is no HTTPS, or the battery is low.
  const stayAwake = async () => {
    const isFull = document.fullscreenElement === element;
    if (isFull && document.visibilityState === "visible") awake = await navigator.wakeLock?.request("screen").catch(() => undefined);
    else if (!isFull) await awake?.release();
  };
  element.addEventListener(
    "fullscreenchange",
    () => {
      element.toggleAttribute("data-full", document.fullscreenElement === element);
      void stayAwake();
    },
    { signal },
  );
  document.addEventListener("visibilitychange", () => void stayAwake(), { signal });
  button.addEventListener("click", () => element.requestFullscreen().catch(() => {}), { signal });
}
