export default {
  extends: "stylelint-config-standard",
  plugins: ["stylelint-plugin-use-baseline"],
  rules: {
    "plugin/use-baseline": [
      true,
      {
        available: "widely",
        // light-dark(): in every engine since May 2024. The others only refine: a browser without them loses nothing.
        ignoreFunctions: ["light-dark"],
        ignoreSelectors: ["selection"],
        ignoreProperties: { "text-wrap": ["balance"], "accent-color": [], resize: [], "scrollbar-color": [], "scrollbar-gutter": [], "text-size-adjust": [] },
      },
    ],
    "color-no-hex": true,
    "color-named": "never",
    "declaration-no-important": true,
    // Pages are read from the right, too: only what follows the direction of the language.
    "property-disallowed-list": [
      ["/^(margin|padding|border|scroll-margin|scroll-padding)-(left|right|top|bottom)/", "left", "right", "top", "bottom",
        "/^border-(top|bottom)-(left|right)-radius$/"],
      { message: "Write it as inline and block: pages are read from the right, too." },
    ],
    "declaration-property-value-disallowed-list": {
      "/^(text-align|float|clear)$/": ["left", "right"],
    },
    "selector-max-id": 0,
    "function-disallowed-list": ["rgb", "rgba", "hsl", "hsla", "oklch", "oklab", "lab", "lch"],
    "unit-disallowed-list": ["px"],
    "selector-class-pattern": "^[a-z][a-z0-9-]*(__[a-z0-9-]+)?(--[a-z0-9-]+)?$",
    "property-no-vendor-prefix": null,
    "hue-degree-notation": null,
    "custom-property-empty-line-before": null,
    "no-descending-specificity": null,
  },
  overrides: [
    {
      files: ["static/css/tokens.css"],
      rules: { "function-disallowed-list": null, "unit-disallowed-list": null },
    },
  ],
};
