/** One file to the server with progress. XMLHttpRequest, because fetch does not tell how far an upload is. */

import { csrfToken } from "./http.js";

/**
 * The server answers {id, name, size, url}; a refusal answers {detail: sentence}, which becomes the error's message.
 * @param {string} url
 * @param {File} file
 * @param {{fields?: Record<string, string>, onProgress?: (share: number) => void, signal?: AbortSignal}} [options]
 * @returns {Promise<{id: string, name: string, size: number, url: string}>}
 */
export function uploadFile(url, file, { fields = {}, onProgress, signal } = {}) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const body = new FormData();
    for (const [name, value] of Object.entries(fields)) body.append(name, value);
    body.append("file", file, file.name);
    request.open("POST", url);
    request.setRequestHeader("X-CSRFToken", csrfToken());
    request.setRequestHeader("Accept", "application/json");
    request.responseType = "json";
    request.upload.addEventListener("progress", (event) => onProgress?.(event.loaded / (event.total || 1)));
    request.addEventListener("load", () => {
      if (request.status < 300 && request.response) resolve(request.response);
      else reject(new Error(request.response?.detail ?? ""));
    });
    request.addEventListener("error", () => reject(new Error("")));
    request.addEventListener("abort", () => reject(new DOMException("", "AbortError")));
    signal?.addEventListener("abort", () => request.abort());
    request.send(body);
  });
}
