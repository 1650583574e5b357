/** Requests that htmx does not make. */

export function csrfToken() {
  return document.querySelector('meta[name="csrf-token"]')?.getAttribute("content") ?? "";
}

/**
 * A POST of our own; keepalive lets it outlive the page (the browser allows 64 KB for that).
 * @param {string} url
 * @param {FormData | URLSearchParams} body
 * @param {{keepalive?: boolean, signal?: AbortSignal}} [options]
 */
export function post(url, body, options = {}) {
  return fetch(url, {
    method: "POST",
    body,
    headers: { "X-CSRFToken": csrfToken(), "X-Requested-With": "XMLHttpRequest" },
    credentials: "same-origin",
    ...options,
  });
}
