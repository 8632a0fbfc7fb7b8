// What views are made of: elements, words, numbers, grids that the arrow keys walk through, sliders, choices.

const WORDS = JSON.parse(document.getElementById("words")?.textContent || "{}");
const LANGUAGE = document.documentElement.lang || "en";

/** A sentence in the page's language, {name} filled in. */
export function t(sentence, values = {}) {
  return (WORDS[sentence] ?? sentence).replace(/\{(\w+)\}/g, (_, name) => values[name]);
}

/** A number as people read it: whole, a small fraction, or two places. */
export function written(value) {
  const sign = value < 0 ? "−" : "";
  const size = Math.abs(value);
  for (const below of [1, 2, 3, 4, 6, 9, 16]) {
    const above = Math.round(size * below);
    if (Math.abs(above / below - size) < 1e-9) return above ? sign + above + (below > 1 ? `/${below}` : "") : "0";
  }
  return sign + size.toLocaleString(LANGUAGE, { minimumFractionDigits: 2, maximumFractionDigits: 2 });
}

/** The same inside a product: negative numbers in brackets. */
export const factor = (value) => (value < 0 ? `(${written(value)})` : written(value));

/** An element: h("p", {class: "say"}, "text", other). Functions become listeners; false leaves an attribute out. */
export function h(tag, attributes = {}, ...children) {
  const space = /^(svg|path|rect|circle|line|polyline|g|text|title)$/.test(tag) && "http://www.w3.org/2000/svg";
  const made = space ? document.createElementNS(space, tag) : document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") made.addEventListener(name, value);
    else if (value !== false && value !== undefined) made.setAttribute(name, value === true ? "" : value);
  }
  made.append(...children.filter((child) => child !== null && child !== undefined));
  return made;
}

let made = 0;
const newId = () => `part-${++made}`;

/**
 * A table of numbers. `cell(i, j)` returns {text, value, marks, name, shade} for a place; `choose(i, j)` is called by a
 * click or Enter, `change(i, j, by)` by + and -. `update()` writes what changed and leaves the focus where it is.
 */
export function grid({ title, rows, columns, cell, choose, change }) {
  const id = newId();
  const cells = [];
  const table = h("table", { role: "grid", "aria-labelledby": id, keydown: onKey });
  for (let i = 0; i < rows; i++) {
    const line = h("tr");
    for (let j = 0; j < columns; j++) {
      const one = h("td", { role: "gridcell", tabindex: i + j ? -1 : 0, click: () => pick(i, j) });
      cells.push(one);
      line.append(one);
    }
    table.append(line);
  }
  const caption = h("figcaption", { id }, title);
  const made = h("figure", {}, caption, h("div", { class: "scroll" }, table));
  return { element: made, update, cells, caption };

  function update() {
    cells.forEach((one, n) => {
      const { text, value, marks = "", name, shade } = cell(Math.floor(n / columns), n % columns);
      if (one.textContent !== text) one.textContent = text;
      one.className = marks;
      one.setAttribute("aria-selected", /\b(here|in|hit)\b/.test(marks));
      if (name) one.setAttribute("aria-label", name);
      if (value !== undefined) one.dataset.value = value;
      if (shade !== undefined) one.style.setProperty("--shade", shade);
    });
  }

  function pick(i, j) {
    move(i, j);
    if (choose) choose(i, j);
  }

  function move(i, j) {
    const to = cells[i * columns + j];
    for (const one of cells) one.tabIndex = one === to ? 0 : -1;
    to.focus({ preventScroll: false });
  }

  function onKey(event) {
    const n = cells.indexOf(event.target);
    if (n < 0 || event.ctrlKey || event.altKey || event.metaKey) return;
    const i = Math.floor(n / columns), j = n % columns;
    const next = { ArrowUp: [i - 1, j], ArrowDown: [i + 1, j], ArrowLeft: [i, j - 1], ArrowRight: [i, j + 1],
      Home: [i, 0], End: [i, columns - 1] }[event.key];
    const by = { "+": 1, "-": -1, "−": -1 }[event.key];
    if (next && next[0] >= 0 && next[0] < rows && next[1] >= 0 && next[1] < columns) move(...next);
    else if (event.key === "Enter" || event.key === " ") pick(i, j);
    else if (by && change) change(i, j, by);
    else if (!next) return;
    event.preventDefault();
  }
}

/** A slider with its number beside it. */
export function slider({ label, low, high, step = 1, value, input, write = String }) {
  const id = newId();
  const shown = h("output", { for: id, "aria-live": "off" }, write(value)); // the slider itself says its number
  const bar = h("input", { id, type: "range", min: low, max: high, step, value, "aria-valuetext": write(value), input: () => {
    shown.textContent = write(Number(bar.value));
    bar.setAttribute("aria-valuetext", shown.textContent);
    input(Number(bar.value));
  } });
  return h("div", { class: "slider" }, h("label", { for: id }, label), " ", shown, bar);
}

/** A list to choose from: options are [value, text]. */
export function choice({ label, options, value, input }) {
  const list = h("select", { change: () => input(list.value) },
    ...options.map(([name, text]) => h("option", { value: name, selected: name === value }, text)));
  return h("label", {}, label, " ", list);
}

export const button = (text, click) => h("button", { type: "button", click }, text);
export const controls = (...children) => h("div", { class: "controls" }, ...children);
export const planes = (...children) => h("div", { class: "planes" }, ...children);
/**
 * The sentence that says what happened; a screen reader hears it. It has to stand in the page before it says something
 * new, and what it says already is not said again.
 */
export function saying() {
  const line = h("p", { class: "sum", "aria-live": "polite" });
  line.say = (text) => { if (line.textContent !== text) line.textContent = text; };
  return line;
}

/** A number with two places, in the page's language. */
export const decimal = (value) => value.toLocaleString(LANGUAGE, { minimumFractionDigits: 2, maximumFractionDigits: 2 })
  .replace("-", "−");

/** A picture with a name; sizes are in its own units. */
export function drawing(name, width, height, ...children) {
  return h("svg", { role: "img", "aria-label": name, viewBox: `0 0 ${width} ${height}`, class: "drawing" }, ...children);
}

/** The points of a line through values. */
export const points = (values, x, y) => values.map((value, n) => `${x(n).toFixed(1)},${y(value).toFixed(1)}`).join(" ");

/** Pairs of numbers as a chain of products. */
export const terms = (pairs) => pairs.map(([a, b]) => `${factor(a)}·${factor(b)}`).join(" + ") || "0";
/** The same with its result. */
export const products = (pairs, result) => `${terms(pairs)} = ${written(result)}`;

/** A sum in parts, each in a line: `show` takes lines of [name, what is added up, number]. */
export function sums(title) {
  const body = h("tbody");
  const table = h("table", { class: "sums" }, h("caption", {}, title), body);
  table.show = (lines) => body.replaceChildren(...lines.map(([name, text, value]) => h("tr", {},
    h("th", { scope: "row" }, name), h("td", {}, text), h("td", { "data-value": value }, `= ${written(value)}`))));
  return table;
}

/** The numbers of a nested list in one row. */
export const flat = (nested) => (Array.isArray(nested) ? nested.flatMap(flat) : [nested]);
/** The lengths of a nested list. */
export const shape = (nested) => (Array.isArray(nested) ? [nested.length, ...shape(nested[0])] : []);
/** A number that may stand as a fraction: "1/3". */
export const number = (value) => {
  const [above, below = 1] = String(value).split("/").map(Number);
  return above / below;
};
