/** Sentences for modules: the page carries them translated, as data-text-* of the element that says them. */

/**
 * @param {HTMLElement} element
 * @param {string} name  in camel case, as in dataset without "text"
 * @param {string} fallback
 */
export function textOf(element, name, fallback) {
  return element.dataset[`text${name[0].toUpperCase()}${name.slice(1)}`] ?? fallback;
}

/** @param {number} bytes */
export function fileSize(bytes) {
  const language = document.documentElement.lang || "en";
  const [value, unit] = bytes < 1_000_000 ? [Math.max(1, bytes / 1000), "kilobyte"] : [bytes / 1_000_000, "megabyte"];
  return new Intl.NumberFormat(language, {
    style: "unit",
    unit,
    unitDisplay: "short",
    maximumFractionDigits: unit === "megabyte" ? 1 : 0,
  }).format(value);
}
