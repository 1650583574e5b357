/**
 * Draws what the table inside of the element says. data-kind: "lines", "bars" or "rows" (lying bars); data-unit: "seconds" or
 * "number". Of the table: a row of heads with data-tone, then rows of a head and cells with data-number (empty: none), whose
 * words are shown for a point and whose link is followed from it. Colours are those of the theme, and change with it.
 */

import "../../vendor/chart/chart.umd.min.js";

/**
 * @param {HTMLElement} element
 * @param {Connection} connection
 */
export function connect(element, { signal }) {
  const picture = /** @type {HTMLElement} */ (element.querySelector(".chart__picture"));
  const canvas = /** @type {HTMLCanvasElement} */ (picture.querySelector("canvas"));
  const told = read(/** @type {HTMLTableElement} */ (element.querySelector("table")));
  picture.hidden = false;

  let chart = draw(canvas, element, told);
  const redraw = () => {
    chart.destroy();
    chart = draw(canvas, element, told);
  };
  // On paper it is light, and narrower.
  for (const query of ["(prefers-color-scheme: dark)", "print"]) matchMedia(query).addEventListener("change", redraw, { signal });
  const theme = new MutationObserver(redraw);
  theme.observe(document.documentElement, { attributeFilter: ["data-theme"] });
  signal.addEventListener("abort", () => {
    theme.disconnect();
    chart.destroy();
  });
}

/** @typedef {{name: string, tone: string, numbers: (number | null)[], words: string[], links: (string | undefined)[]}} Told */

/**
 * @param {HTMLTableElement} table
 * @returns {{labels: string[], series: Told[]}}
 */
function read(table) {
  const rows = [...table.tBodies[0].rows];
  const heads = [...(table.tHead?.rows[0].cells ?? [])].slice(1);
  return {
    labels: rows.map((row) => row.cells[0].innerText.trim() || row.cells[0].textContent?.trim() || ""),
    series: heads.map((head, place) => {
      const cells = rows.map((row) => row.cells[place + 1]);
      return {
        name: head.textContent ?? "",
        tone: head.dataset.tone ?? "accent",
        numbers: cells.map((cell) => (cell.dataset.number ? Number(cell.dataset.number) : null)),
        words: cells.map((cell) => cell.textContent ?? ""),
        links: cells.map((cell) => cell.querySelector("a")?.href),
      };
    }),
  };
}

/**
 * @param {HTMLCanvasElement} canvas
 * @param {HTMLElement} element
 * @param {{labels: string[], series: Told[]}} told
 */
function draw(canvas, element, told) {
  const lying = element.dataset.kind === "rows";
  const [text, line] = [colour("--text-muted"), colour("--border")];
  const amounts = {
    beginAtZero: true,
    grid: { color: line },
    border: { display: false },
    ticks: { color: text, precision: 0, maxTicksLimit: 6, ...steps(element, told), callback: (/** @type {any} */ value) => amount(element, Number(value)) },
  };
  const names = { grid: { display: false }, border: { color: line }, ticks: { color: text, maxRotation: 0, autoSkipPadding: 12 } };
  return new window.Chart(canvas, {
    type: element.dataset.kind === "lines" ? "line" : "bar",
    data: {
      labels: told.labels,
      datasets: told.series.map((series) => ({ label: series.name, data: series.numbers, ...looks(series, told.series.length) })),
    },
    options: {
      animation: false,
      responsive: true,
      maintainAspectRatio: false,
      indexAxis: lying ? "y" : "x",
      onClick: (event, _points, chart) => follow(/** @type {MouseEvent} */ (event.native), linkAt(chart, event, told)),
      onHover: (event, _points, chart) => (canvas.style.cursor = linkAt(chart, event, told) ? "pointer" : ""),
      interaction: { mode: "index", axis: lying ? "y" : "x", intersect: false },
      font: { family: getComputedStyle(document.body).fontFamily },
      scales: lying
        ? { x: amounts, y: { ...names, ticks: { ...names.ticks, autoSkip: false } } }
        : { x: names, y: { ...amounts, suggestedMax: 4 } },
      plugins: {
        legend: { display: told.series.length > 1, align: "start", labels: { color: text, boxWidth: 12, boxHeight: 2 } },
        tooltip: { callbacks: { label: (item) => `${item.dataset.label}: ${told.series[item.datasetIndex].words[item.dataIndex]}` } },
      },
    },
  });
}

/**
 * What lies behind the bar or point nearest to the pointer. Of bars it may be anywhere in the row.
 * @param {any} chart
 * @param {any} event
 * @param {{series: Told[]}} told
 * @returns {string | undefined}
 */
function linkAt(chart, event, told) {
  const axis = chart.config.type === "line" ? "xy" : chart.options.indexAxis;
  const [point] = chart.getElementsAtEventForMode(event, "nearest", { axis, intersect: false }, true);
  return point && told.series[point.datasetIndex].links[point.index];
}

/**
 * As a link does: with a key held in a tab of its own.
 * @param {MouseEvent} event
 * @param {string | undefined} link
 */
function follow(event, link) {
  if (!link) return;
  if (event.ctrlKey || event.metaKey) window.open(link, "_blank", "noopener");
  else location.assign(link);
}

/**
 * @param {Told} series
 * @param {number} many
 */
function looks(series, many) {
  const shade = series.tone === "muted" ? colour("--text-faint") : colour("--accent");
  return {
    borderColor: shade,
    backgroundColor: shade,
    hoverBackgroundColor: shade,
    borderWidth: 2,
    pointRadius: series.numbers.length > 40 ? 0 : 2,
    pointHoverRadius: 4,
    spanGaps: true,
    maxBarThickness: many > 1 ? 14 : 20,
    ...(many > 1 && series.tone === "muted" ? { borderDash: [4, 3] } : {}),
  };
}

/** Steps of a time axis, in seconds. */
const STEPS = [60, 300, 900, 1800, 3600, 7200, 14400, 28800, 43200, 86400, 172800, 432000, 864000];

/**
 * Times are counted in whole minutes, hours or days.
 * @param {HTMLElement} element
 * @param {{series: Told[]}} told
 */
function steps(element, told) {
  if (element.dataset.unit !== "seconds") return {};
  const longest = Math.max(...told.series.flatMap((series) => series.numbers.map((number) => number ?? 0)));
  return { stepSize: STEPS.find((step) => longest / step <= 5) ?? 2592000 };
}

/**
 * A number of the axis in words: "2 h", "30 min".
 * @param {HTMLElement} element
 * @param {number} value
 */
function amount(element, value) {
  if (element.dataset.unit !== "seconds") return String(value);
  const [size, words] =
    value >= 172800 ? [86400, element.dataset.textDays] : value >= 3600 ? [3600, element.dataset.textHours] : [60, element.dataset.textMinutes];
  return (words ?? "{n}").replace("{n}", (Math.round((value / size) * 10) / 10).toLocaleString(document.documentElement.lang || "en"));
}

/**
 * What a property comes to in this theme, as red, green and blue: canvases of older browsers know no oklch().
 * @param {string} property
 */
function colour(property) {
  const probe = document.createElement("span");
  probe.style.color = `var(${property})`;
  document.body.append(probe);
  const context = /** @type {CanvasRenderingContext2D} */ (document.createElement("canvas").getContext("2d"));
  context.fillStyle = getComputedStyle(probe).color;
  probe.remove();
  context.fillRect(0, 0, 1, 1);
  const [red, green, blue] = context.getImageData(0, 0, 1, 1).data;
  return `rgb(${red} ${green} ${blue})`;
}
