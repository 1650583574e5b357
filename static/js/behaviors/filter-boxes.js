/** Narrows a long list of checkboxes to those whose words hold what is typed; what is ticked always stays in sight. */

/**
 * @param {HTMLElement} element
 * @param {Connection} connection
 */
export function connect(element, { signal }) {
  const place = element.querySelector(".boxes__find");
  const input = place?.querySelector("input");
  if (!place || !input) return;
  place.removeAttribute("hidden");

  input.addEventListener(
    "input",
    (event) => {
      // The filter is no part of the form: narrowing changes nothing that could be lost.
      event.stopPropagation();
      const wanted = input.value.trim().toLowerCase();
      for (const row of element.querySelectorAll(".boxes__row")) {
        const isTicked = row.querySelector("input")?.checked ?? false;
        row.toggleAttribute("hidden", !isTicked && !(row.textContent ?? "").toLowerCase().includes(wanted));
      }
    },
    { signal },
  );
  input.addEventListener("keydown", (event) => event.key === "Enter" && event.preventDefault(), { signal });
}
