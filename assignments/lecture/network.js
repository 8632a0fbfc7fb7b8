// The prototype network: what every layer makes of a picture that the visitor draws, and how its filters were learned.

import { links, network } from "./port.js";
import { button, choice, controls, decimal, drawing, grid, h, planes, points, saying, slider, t } from "./parts.js";

const SIDE = 12;
const CLASSES = () => [t("right"), t("lower right"), t("lower"), t("lower left")];

/** Grey cells; `values` lie between low and high. */
function cells(name, values, side, low, high) {
  const cell = 12;
  return drawing(name, side * cell, side * cell,
    ...values.map((value, n) => h("rect", { x: (n % side) * cell, y: Math.floor(n / side) * cell, width: cell, height: cell,
      fill: `hsl(0 0% ${(100 * Math.min(1, Math.max(0, (value - low) / (high - low)))).toFixed(0)}%)` })));
}

/** The same with its name above, and in words where it is brightest and darkest. */
function shades(name, values, side, ...rest) {
  const at = (n) => ({ row: Math.floor(n / side), column: n % side, value: decimal(values[n]) });
  const words = [t("brightest in row {row}, column {column}: {value}", at(values.indexOf(Math.max(...values)))),
    t("darkest in row {row}, column {column}: {value}", at(values.indexOf(Math.min(...values))))];
  return h("figure", {}, h("figcaption", {}, name), cells([name, ...words].join("; "), values, side, ...rest));
}

/** An edge as the network learned it, in the middle of a grey picture. */
function edgePicture(kind) {
  const angle = (Math.PI / 4) * kind;
  return Array.from({ length: SIDE * SIDE }, (_, n) => {
    const row = Math.floor(n / SIDE) - 6, column = (n % SIDE) - 6;
    if (Math.abs(row) > 2 || Math.abs(column) > 2) return 0.5;
    const side = Math.cos(angle) * column + Math.sin(angle) * row;
    return Math.round((0.5 + 0.3 * Math.max(-1, Math.min(1, side))) * 20) / 20;
  });
}

const strongest = (values) => values.reduce((best, value, n) => (value > values[best] ? n : best), 0);
const part = (values, f, size) => values.slice(f * size, (f + 1) * size);

/** One map through all layers as numbers. A chosen number shows the window of the layer before that it comes from. */
function traced(params) {
  const FILTER = params.w1.length / params.b1.length, WIDE = Math.sqrt(FILTER);
  const windows = [null, links([1, SIDE, SIDE], [WIDE, WIDE], 1, (WIDE - 1) / 2),
    Array.from({ length: SIDE * SIDE }, (_, n) => [{ input: n }]), links([1, SIDE, SIDE], [2, 2], 2)];
  const sides = [SIDE, SIDE, SIDE, SIDE / 2];
  const names = [t("Picture: brightness − 0.5"), t("Convolution"), t("ReLU"), t("Max pooling")];
  const state = { layer: 1, map: 0, n: 0 };
  const said = saying(), title = h("h3");
  let layers, listen = () => {};
  const values = (layer) => (layer ? part(layers[layer], state.map, sides[layer] ** 2) : layers[0]);
  const grids = sides.map((side, layer) => grid({ title: names[layer], rows: side, columns: side,
    cell: (i, j) => {
      const n = i * side + j, value = values(layer)[n];
      const isIn = layer === state.layer - 1 && windows[state.layer][state.n].some((link) => link.input === n);
      return { text: value ? decimal(value) : "0", value, name: t("row {i}, column {j}: {value}", { i, j, value: decimal(value) }),
        marks: ["small", isIn && "in", layer === state.layer && n === state.n && "here"].filter(Boolean).join(" ") };
    },
    choose: (i, j) => layer && choose(layer, state.map, i * side + j) }));
  const filter = grid({ title: t("Filter"), rows: WIDE, columns: WIDE, cell: (u, v) => {
    const value = part(params.w1, state.map, FILTER)[u * WIDE + v];
    return { text: decimal(value), value, name: t("row {i}, column {j}: {value}", { i: u, j: v, value: decimal(value) }), marks: state.layer === 1 ? "small in" : "small" };
  } });

  function choose(layer, map, n) {
    Object.assign(state, { layer, map, n });
    said.setAttribute("aria-live", "polite");
    update();
    listen();
  }
  function update() {
    const { layer, map, n } = state, side = sides[layer], value = values(layer)[n], bias = params.b1[map];
    const before = windows[layer][n].map(({ input }) => (input < 0 ? 0 : values(layer - 1)[input]));
    title.textContent = t("Map {f}, number by number", { f: map + 1 });
    for (const one of [...grids, filter]) one.update();
    const how = layer === 1 ? t("{count} products of the filter with its window of the picture give {sum}; with the bias {bias} that is {value}.",
        { count: before.length, sum: decimal(value - bias), bias: decimal(bias), value: decimal(value) })
      : layer === 2 ? `max(0, ${decimal(before[0])}) = ${decimal(value)}` : `max(${before.map(decimal).join("; ")}) = ${decimal(value)}`;
    said.say(`${t("Map {f}, {layer}, row {row}, column {column}", { f: map + 1, layer: names[layer],
      row: Math.floor(n / side), column: n % side })}: ${how}`);
  }
  return {
    state, names, choose, heard: (then) => { listen = then; },
    show(found, picture) {
      layers = [picture, found.maps, found.active, found.pooled];
      said.setAttribute("aria-live", "off"); // who draws hears what the network says, and not this number too
      update();
    },
    element: h("section", {}, title, h("p", { class: "quiet" },
      t("Choose a number of a map, and see the window of the layer before that it comes from. In the small maps above a click does the same; Enter on one shows its strongest number.")),
      said, planes(...[grids[0], filter, ...grids.slice(1)].map((one) => one.element))),
  };
}

/** The visitor draws; every layer of the trained network answers. */
function networkView({ network: params }) {
  let x = edgePicture(0), brush = 1;
  const small = h("div"), scores = h("div"), said = saying(), trace = traced(params);
  let buttons = [];
  trace.heard(press);
  /** Say which small map is the one below. */
  function press() {
    for (const { layer, map, one } of buttons) one.setAttribute("aria-pressed", layer === trace.state.layer && map === trace.state.map);
  }
  /** A small map that can be chosen: where it is clicked, or by a key its strongest number. */
  function smallMap(layer, map, values, side, low, high) {
    const name = t("map {f}", { f: map + 1 }), drawn = cells(name, values, side, low, high);
    drawn.setAttribute("aria-hidden", true);
    const one = h("button", { type: "button", class: "map", "aria-label": `${trace.names[layer]}, ${name}`, click: (event) => {
      const place = [...drawn.children].indexOf(event.target);
      trace.choose(layer, map, place < 0 ? strongest(values) : place);
    } }, h("span", {}, name), drawn);
    buttons.push({ layer, map, one });
    return one;
  }
  const picture = grid({ title: t("Your picture"), rows: SIDE, columns: SIDE,
    cell: (i, j) => ({ text: "", shade: `${Math.round(100 * x[i * SIDE + j])}%`, marks: "pixel", value: x[i * SIDE + j],
      name: t("row {row}, column {column}: {value} % bright", { row: i, column: j, value: Math.round(100 * x[i * SIDE + j]) }) }),
    choose: (i, j) => paint(i * SIDE + j, brush),
    change: (i, j, by) => paint(i * SIDE + j, Math.min(1, Math.max(0, x[i * SIDE + j] + by / 4))) });
  function paint(n, value) {
    x[n] = value;
    update();
  }
  for (const kind of ["pointerdown", "pointermove"]) picture.element.addEventListener(kind, draw);
  function draw(event) {
    const n = picture.cells.indexOf(document.elementFromPoint(event.clientX, event.clientY));
    if (event.buttons && n >= 0 && x[n] !== brush) paint(n, brush);
  }
  function update() {
    picture.update();
    const found = network(params, x.map((value) => value - 0.5), SIDE);
    const maps = params.b1.length, most = Math.max(...found.maps.map(Math.abs), 1e-9);
    const row = (layer, title, values, side, low) => [h("h3", {}, title), planes(...Array.from({ length: maps }, (_, f) =>
      smallMap(layer, f, part(values, f, side * side), side, low, most)))];
    const window = Math.sqrt(params.w1.length / maps), weights = Math.max(...params.w1.map(Math.abs));
    const best = found.scores.indexOf(Math.max(...found.scores));
    buttons = [];
    small.replaceChildren(
      h("h3", {}, t("The learned filters, {window} × {window}", { window })),
      planes(...Array.from({ length: maps }, (_, f) => shades(t("filter {f}", { f: f + 1 }),
        part(params.w1, f, window ** 2), window, -weights, weights))),
      ...row(1, t("Convolution: 8 activation maps; grey is 0"), found.maps, SIDE, -most),
      ...row(2, t("ReLU: black is 0"), found.active, SIDE, 0),
      ...row(3, t("Max pooling: the strongest of each 2 × 2"), found.pooled, SIDE / 2, 0));
    scores.replaceChildren(
      h("h3", {}, t("Fully connected layer: a score for each class")),
      h("table", { class: "scores" }, h("tr", {}, ...[t("bright side"), t("score"), t("share")].map((name) => h("th", { scope: "col" }, name))),
        ...CLASSES().map((name, k) => h("tr", {}, h("th", { scope: "row" }, name),
          h("td", { "data-value": found.scores[k] }, decimal(found.scores[k])), h("td", {}, `${Math.round(100 * found.shares[k])} %`)))));
    said.say(t("The network sees an edge that is bright on this side: {name}.", { name: CLASSES()[best] }));
    trace.show(found, x.map((value) => value - 0.5));
    press();
  }
  const load = (values) => { x = values; update(); };
  update();
  const first = strongest(network(params, x.map((value) => value - 0.5), SIDE).maps);
  trace.choose(1, Math.floor(first / SIDE ** 2), first % SIDE ** 2);
  return h("div", {}, controls(...CLASSES().map((name, kind) => button(t("Edge: {name}", { name }), () => load(edgePicture(kind)))),
    button(t("Even grey"), () => load(Array(SIDE * SIDE).fill(0.5))),
    choice({ label: t("Brush"), value: "1", options: [["1", t("bright")], ["0.5", t("grey")], ["0", t("dark")]],
      input: (value) => { brush = Number(value); } })),
  picture.element, h("p", { class: "quiet" }, t("Draw with the pointer; or move with the arrow keys, Enter paints, + and − make a pixel brighter and darker.")),
  said, small, trace.element, scores);
}

/** The loss of every epoch, and the filters as they were then. */
function trainingView({ network: { losses, seen } }) {
  const WIDTH = 640, HEIGHT = 180, most = Math.max(...losses);
  const weights = Math.max(...seen.at(-1).filters.map(Math.abs));
  const picture = h("div"), said = saying();
  let chosen = seen.length - 1;
  const x = (epoch) => 30 + (epoch / (losses.length - 1)) * (WIDTH - 50), y = (loss) => HEIGHT - 24 - (loss / most) * 140;
  function update() {
    const { epoch, filters } = seen[chosen], size = filters.length / 8, side = Math.sqrt(size);
    said.say(t("Epoch {epoch}: the loss is {loss}.", { epoch, loss: decimal(losses[epoch]) }));
    picture.replaceChildren(drawing(t("The loss over the epochs"), WIDTH, HEIGHT,
      h("line", { x1: 0, x2: WIDTH, y1: y(0), y2: y(0), class: "axis" }),
      h("polyline", { points: points(losses, x, y), class: "line" }), h("circle", { cx: x(epoch), cy: y(losses[epoch]), r: 6 }),
      ...losses.map((_, n) => (n % 5 ? "" : h("text", { x: x(n), y: HEIGHT - 6, "text-anchor": "middle" }, String(n))))),
    planes(...Array.from({ length: 8 }, (_, f) => shades(t("filter {f}", { f: f + 1 }),
      filters.slice(f * size, (f + 1) * size), side, -weights, weights))));
  }
  update();
  return h("div", {}, controls(slider({ label: t("Epochs"), low: 0, high: seen.length - 1, value: chosen,
    write: (n) => String(seen[n].epoch), input: (n) => { chosen = n; update(); } })), said, picture);
}

export const NETWORK = { network: networkView, training: trainingView };
