import js from "@eslint/js";
import globals from "globals";

export default [
  js.configs.recommended,
  {
    files: ["static/js/**/*.js"],
    languageOptions: { ecmaVersion: 2023, sourceType: "module", globals: globals.browser },
    rules: {
      eqeqeq: ["error", "smart"],
      "no-var": "error",
      "prefer-const": "error",
      "no-eval": "error",
      "no-implied-eval": "error",
      "no-restricted-properties": [
        "error",
        { property: "innerHTML", message: "No HTML in strings: clone a <template>, or let the server render it." },
        { property: "outerHTML", message: "No HTML in strings: clone a <template>, or let the server render it." },
      ],
      "max-lines": ["error", 250],
      "max-lines-per-function": ["error", { max: 90, skipComments: true, skipBlankLines: true }],
    },
  },
  {
    files: ["static/js/live/worker.js"],
    languageOptions: { globals: globals.sharedWorker },
  },
];
