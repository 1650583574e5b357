/** Sentences for modules: the page carries them translated, as data-text-* of the element that says them. */

/**
 * @param {HTMLElement} element
 * @param {string} name  in camel case, as in dataset without "text"
 * @param {string} fallback
 */
export function textOf(element, name, fallback) {
  return element.dataset[`text${name[0].toUpperCase()}${name.slice(1)}`] ?? fallback;
}

/**
 * As the server writes it (Django's filesizeformat).
 * @param {number} bytes
 */
export function fileSize(bytes) {
  const language = document.documentElement.lang || "en";
  if (bytes < 1024) return new Intl.NumberFormat(language, { style: "unit", unit: "byte", unitDisplay: "long" }).format(bytes);
  const [value, unit] = bytes < 1024 ** 2 ? [bytes / 1024, "KB"] : [bytes / 1024 ** 2, "MB"];
  const number = new Intl.NumberFormat(language, { minimumFractionDigits: 1, maximumFractionDigits: 1 }).format(value);
  return `${number}\u00a0${unit}`;
}
