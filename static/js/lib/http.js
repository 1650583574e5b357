/** Requests that htmx does not make. */

/** The cookie's, which is right also after somebody signed in anew in another tab; the page's where no script may read it. */
export function csrfToken() {
  const cookie = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/);
  return cookie?.[1] ?? document.querySelector('meta[name="csrf-token"]')?.getAttribute("content") ?? "";
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
    // As JSON, so that whoever is signed out hears 401 and is not led to a page.
    headers: { Accept: "application/json", "X-CSRFToken": csrfToken(), "X-Requested-With": "XMLHttpRequest" },
    credentials: "same-origin",
    ...options,
  });
}
