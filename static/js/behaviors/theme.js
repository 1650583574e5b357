/** Light, dark, or as the system says: kept in a cookie, so that the server renders the next page right. */

const YEAR_SECONDS = 365 * 24 * 3600;

/**
 * @param {HTMLButtonElement} element  with data-theme-choice="light|dark|system"
 * @param {Connection} connection
 */
export function connect(element, { signal }) {
  const choice = element.dataset.themeChoice ?? "system";
  const show = () => element.setAttribute("aria-pressed", String((document.documentElement.dataset.theme ?? "system") === choice));
  show();
  document.addEventListener("theme:changed", show, { signal });
  element.addEventListener(
    "click",
    () => {
      if (choice === "system") delete document.documentElement.dataset.theme;
      else document.documentElement.dataset.theme = choice;
      const age = choice === "system" ? 0 : YEAR_SECONDS;
      document.cookie = `theme=${choice}; path=/; max-age=${age}; samesite=lax`;
      document.dispatchEvent(new CustomEvent("theme:changed"));
    },
    { signal },
  );
}
