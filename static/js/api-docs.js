/* The browsable documentation: Swagger UI on our own OpenAPI document. A signed-in browser's requests carry its CSRF token. */

const page = document.getElementById("api-docs");

function csrfToken() {
  return document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1] ?? "";
}

if (page) {
  // @ts-ignore: the bundle is no module and leaves its name on window
  window.SwaggerUIBundle({
    url: page.dataset.schema,
    domNode: page,
    deepLinking: true,
    docExpansion: "none",
    /** @param {{ headers: Record<string, string> }} request */
    requestInterceptor(request) {
      request.headers["X-CSRFToken"] = csrfToken();
      return request;
    },
  });
}
