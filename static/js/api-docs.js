/* The browsable documentation: Swagger UI on our own OpenAPI document. A signed-in browser's requests carry its CSRF token. */

const page = document.getElementById("api-docs");

function csrfToken() {
  return document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1] ?? "";
}

/** Swagger UI skips levels of headings, and only a part of it is in its <main>. */
function nameParts() {
  for (const heading of document.querySelectorAll("h3.opblock-tag, .models h4")) heading.setAttribute("aria-level", "2");
  document.querySelector(".information-container h1, .information-container h2")?.setAttribute("aria-level", "1");
  for (const [part, name] of [[".information-container", "About"], [".scheme-container", "Authorization"], [".models", "Schemas"]]) {
    const element = document.querySelector(part);
    element?.setAttribute("role", "region");
    element?.setAttribute("aria-label", name);
  }
}

if (page) {
  // @ts-ignore: the bundle is no module and leaves its name on window
  window.SwaggerUIBundle({
    url: page.dataset.schema,
    domNode: page,
    deepLinking: true,
    docExpansion: "none",
    onComplete: nameParts,
    /** @param {{ headers: Record<string, string> }} request */
    requestInterceptor(request) {
      request.headers["X-CSRFToken"] = csrfToken();
      return request;
    },
  });
}
