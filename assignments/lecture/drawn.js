// The views that draw lines: two curves and their convolution, the receptive field of a stack, the network and its training.

import { area, connected, curves, network, product, receptiveField } from "./port.js";
import { button, choice, controls, grid, h, planes, saying, slider, t, written } from "./parts.js";

const decimal = (value) => value.toLocaleString(document.documentElement.lang || "en", { minimumFractionDigits: 2,
  maximumFractionDigits: 2 }).replace("-", "−");

/** A picture with a name; sizes are in its own units. */
function drawing(name, width, height, ...children) {
  return h("svg", { role: "img", "aria-label": name, viewBox: `0 0 ${width} ${height}`, class: "drawing" }, ...children);
}

const points = (values, x, y) => values.map((value, n) => `${x(n).toFixed(1)},${y(value).toFixed(1)}`).join(" ");

/** Two curves, their product, whose area is one number of the convolution, and all such numbers below. */
function curvesView({ f = "box", g = "box", t: start = 0.5 }) {
  const DT = 0.02, REACH = 4, WIDTH = 640, HEIGHT = 180, SAMPLES = Math.round((2 * REACH) / DT);
  const state = { f, g, t: start };
  const picture = h("div"), said = saying();
  const x = (n) => ((n + 0.5) / SAMPLES) * WIDTH, y = (value) => HEIGHT - 20 - value * 130;
  const taus = Array.from({ length: SAMPLES }, (_, n) => -REACH + (n + 0.5) * DT);
  function update() {
    const [left, right] = [curves[state.f], curves[state.g]];
    const both = product(left, right, state.t, DT, REACH);
    const value = area(left, right, state.t, DT, REACH);
    const times = Array.from({ length: 201 }, (_, n) => -REACH + n * 2 * DT);
    const all = times.map((time) => area(left, right, time, DT, REACH));
    const atTime = ((state.t + REACH) / (2 * REACH)) * WIDTH;
    const axis = (name) => h("g", {}, h("line", { x1: 0, x2: WIDTH, y1: y(0), y2: y(0), class: "axis" }),
      ...[-3, -2, -1, 0, 1, 2, 3].map((n) => h("text", { x: ((n + REACH) / (2 * REACH)) * WIDTH, y: HEIGHT - 4,
        "text-anchor": "middle" }, String(n).replace("-", "−"))), h("text", { x: WIDTH - 14, y: HEIGHT - 26 }, name));
    const label = (text, across, up) => h("text", { x: across, y: up }, text);
    picture.replaceChildren(
      drawing(t("f and g(t − τ) over τ; the area under their product is {value}", { value: decimal(value) }), WIDTH, HEIGHT, axis("τ"),
        h("polyline", { points: `0,${y(0)} ${points(both, x, y)} ${WIDTH},${y(0)}`, class: "area" }),
        h("polyline", { points: points(taus.map(left), x, y), class: "line f" }),
        h("polyline", { points: points(taus.map((tau) => right(state.t - tau)), x, y), class: "line g" }),
        label("f(τ)", 8, 18), h("line", { x1: 42, x2: 72, y1: 13, y2: 13, class: "line f" }),
        label("g(t − τ)", 90, 18), h("line", { x1: 150, x2: 180, y1: 13, y2: 13, class: "line g" })),
      drawing(t("f * g over t; at t = {t} it is {value}", { t: decimal(state.t), value: decimal(value) }), WIDTH, HEIGHT, axis("t"),
        h("polyline", { points: points(all, (n) => (n / 200) * WIDTH, y), class: "line" }),
        h("line", { x1: atTime, x2: atTime, y1: y(0), y2: y(value), class: "axis" }),
        h("circle", { cx: atTime, cy: y(value), r: 6 }), label("f * g", 8, 18)));
    said.textContent = `(f * g)(${decimal(state.t)}) = ${decimal(value)}: ${t("the area under the product")}`;
    said.dataset.value = value;
  }
  const shapes = [["box", t("box")], ["gaussian", t("Gaussian")]];
  const choose = (name) => choice({ label: name, options: shapes, value: state[name],
    input: (value) => { state[name] = value; update(); } });
  update();
  return h("div", {}, controls(choose("f"), choose("g"), slider({ label: t("Shift t"), low: -3, high: 3, step: 0.1, value: start,
    write: decimal, input: (value) => { state.t = value; update(); } })), picture, said);
}

/** A stack of layers along one axis, and everything that one output is connected to. */
function fieldView({ stack }) {
  const layers = stack.map(([window, stride]) => ({ window, stride }));
  const body = h("div");
  /** Draw all anew; a keyboard goes on at the layer that `focused` names. */
  function draw(focused) {
    const range = (label, name, low, high) => (layer) => slider({ label, low, high, value: layer[name],
      input: (value) => { layer[name] = value; show(); } });
    const parts = [range(t("Filter F"), "window", 1, 7), range(t("Stride S"), "stride", 1, 3)];
    const rows = layers.map((layer, n) => h("fieldset", {}, h("legend", {}, t("Layer {n}", { n: n + 1 })),
      ...parts.map((part) => part(layer)), layers.length > 1
        ? button(t("Remove layer {n}", { n: n + 1 }), () => { layers.splice(n, 1); draw(0); }) : null));
    const picture = h("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": t("The stack, drawn") });
    const said = saying();
    function show() {
      picture.replaceChildren(stackPicture(layers));
      const field = receptiveField(layers);
      let step = 1;
      const terms = layers.map(({ window, stride }) => {
        const term = `${window - 1}·${step}`;
        step *= stride;
        return term;
      });
      said.textContent = `1 + ${terms.join(" + ")} = ${field}: ` +
        t("one output value sees {field} × {field} pixels of the input, and is connected to {pixels} of them.",
          { field, pixels: connected(layers).at(-1).length ** 2 });
      said.dataset.value = field;
    }
    show();
    body.replaceChildren(controls(...rows), controls(layers.length < 5
      ? button(t("Add a layer"), () => { layers.push({ window: 3, stride: 1 }); draw(-1); }) : ""), picture, said);
    if (focused !== undefined) rows.at(focused).querySelector("input").focus();
  }
  draw();
  return body;
}

/** Rows of cells, the output's on top; what the output in the middle is connected to is filled. */
function stackPicture(layers) {
  const lengths = [3];
  for (const { window, stride } of [...layers].reverse()) lengths.push((lengths.at(-1) - 1) * stride + window);
  const cell = Math.max(6, Math.min(26, 900 / lengths.at(-1))), gap = 46, width = Math.max(lengths.at(-1) * cell, 180) + 2;
  const start = (length) => (width - length * cell) / 2;
  const seen = connected(layers), parts = [];
  let first = 1, y = 18; // where the fan of the output in the middle begins
  lengths.forEach((length, depth) => {
    const left = start(length), filled = new Set(seen[depth].map((place) => place + first));
    const name = depth === 0 ? t("output") : depth === layers.length ? t("input") : t("after layer {n}", { n: layers.length - depth });
    parts.push(h("text", { x: 0, y: y - 4 }, `${name}: ${filled.size}`));
    for (let n = 0; n < length; n++) {
      parts.push(h("rect", { x: left + n * cell + 1, y, width: cell - 2, height: 20, class: filled.has(n) ? "seen" : "cell" }));
    }
    if (depth < layers.length) {
      const below = first * layers[layers.length - 1 - depth].stride, from = start(lengths[depth + 1]);
      const ends = [[first, below], [first + seen[depth].at(-1) + 1, below + seen[depth + 1].at(-1) + 1]];
      parts.push(h("path", { class: "link", d: ends.map(([above, under]) =>
        `M${left + above * cell} ${y + 20}L${from + under * cell} ${y + gap}`).join("") }));
      first = below;
    }
    y += gap;
  });
  return h("svg", { role: "img", "aria-label": t("Rows of pixels: what one output is connected to is filled"),
    viewBox: `0 0 ${width} ${y}`, width, height: y }, ...parts);
}

const SIDE = 12;
const CLASSES = () => [t("right"), t("lower right"), t("lower"), t("lower left")];

/** A picture of grey cells; `values` lie between low and high. */
function shades(name, values, side, low, high) {
  const cell = 12;
  return h("figure", {}, h("figcaption", {}, name), drawing(name, side * cell, side * cell,
    ...values.map((value, n) => h("rect", { x: (n % side) * cell, y: Math.floor(n / side) * cell, width: cell, height: cell,
      fill: `hsl(0 0% ${(100 * Math.min(1, Math.max(0, (value - low) / (high - low)))).toFixed(0)}%)` }))));
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

/** The visitor draws; every layer of the trained network answers. */
function networkView({ network: params }) {
  let x = edgePicture(0), brush = 1;
  const answers = h("div"), said = saying();
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
    const row = (title, values, side, low) => [h("h3", {}, title), planes(...Array.from({ length: maps }, (_, f) =>
      shades(t("map {f}", { f: f + 1 }), values.slice(f * side * side, (f + 1) * side * side), side, low, most)))];
    const window = Math.sqrt(params.w1.length / maps), weights = Math.max(...params.w1.map(Math.abs));
    const best = found.scores.indexOf(Math.max(...found.scores));
    answers.replaceChildren(
      h("h3", {}, t("The learned filters, {window} × {window}", { window })),
      planes(...Array.from({ length: maps }, (_, f) => shades(t("filter {f}", { f: f + 1 }),
        params.w1.slice(f * window ** 2, (f + 1) * window ** 2), window, -weights, weights))),
      ...row(t("Convolution: 8 activation maps; grey is 0"), found.maps, SIDE, -most),
      ...row(t("ReLU: black is 0"), found.active, SIDE, 0),
      ...row(t("Max pooling: the strongest of each 2 × 2"), found.pooled, SIDE / 2, 0),
      h("h3", {}, t("Fully connected layer: a score for each class")),
      h("table", { class: "scores" }, h("tr", {}, ...[t("bright side"), t("score"), t("share")].map((name) => h("th", { scope: "col" }, name))),
        ...CLASSES().map((name, k) => h("tr", {}, h("th", { scope: "row" }, name),
          h("td", { "data-value": found.scores[k] }, decimal(found.scores[k])), h("td", {}, `${Math.round(100 * found.shares[k])} %`)))));
    said.textContent = t("The network sees an edge that is bright on this side: {name}.", { name: CLASSES()[best] });
  }
  const load = (values) => { x = values; update(); };
  update();
  return h("div", {}, controls(...CLASSES().map((name, kind) => button(t("Edge: {name}", { name }), () => load(edgePicture(kind)))),
    button(t("Even grey"), () => load(Array(SIDE * SIDE).fill(0.5))),
    choice({ label: t("Brush"), value: "1", options: [["1", t("bright")], ["0.5", t("grey")], ["0", t("dark")]],
      input: (value) => { brush = Number(value); } })),
  picture.element, h("p", { class: "quiet" }, t("Draw with the pointer; or move with the arrow keys, Enter paints, + and − make a pixel brighter and darker.")),
  said, answers);
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
    said.textContent = t("Epoch {epoch}: the loss is {loss}.", { epoch, loss: decimal(losses[epoch]) });
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

export const DRAWN = { curves: curvesView, field: fieldView, network: networkView, training: trainingView };
