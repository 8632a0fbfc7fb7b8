// The views that draw lines: two curves and their convolution, and the receptive field of a stack.

import { area, connected, curves, product, receptiveField } from "./port.js";
import { button, choice, controls, decimal, drawing, h, points, saying, slider, t } from "./parts.js";

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
    said.say(`(f * g)(${decimal(state.t)}) = ${decimal(value)}: ${t("the area under the product")}`);
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
  const body = h("div"), said = saying();
  const picture = h("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": t("The stack, drawn") });
  /** Draw all anew; a keyboard goes on at the layer that `focused` names. */
  function draw(focused) {
    const range = (label, name, low, high) => (layer) => slider({ label, low, high, value: layer[name],
      input: (value) => { layer[name] = value; show(); } });
    const parts = [range(t("Filter F"), "window", 1, 7), range(t("Stride S"), "stride", 1, 3)];
    const rows = layers.map((layer, n) => h("fieldset", {}, h("legend", {}, t("Layer {n}", { n: n + 1 })),
      ...parts.map((part) => part(layer)), layers.length > 1
        ? button(t("Remove layer {n}", { n: n + 1 }), () => { layers.splice(n, 1); draw(0); }) : null));
    function show() {
      picture.replaceChildren(stackPicture(layers));
      const field = receptiveField(layers);
      let step = 1;
      const terms = layers.map(({ window, stride }) => {
        const term = `${window - 1}·${step}`;
        step *= stride;
        return term;
      });
      said.say(`1 + ${terms.join(" + ")} = ${field}: ` +
        t("one output value sees {field} × {field} pixels of the input, and is connected to {pixels} of them.",
          { field, pixels: connected(layers).at(-1).length ** 2 }));
      said.dataset.value = field;
    }
    show();
    body.replaceChildren(controls(...rows), controls(layers.length < 5
      ? button(t("Add a layer"), () => { layers.push({ window: 3, stride: 1 }); draw(-1); }) : ""));
    if (focused !== undefined) rows.at(focused).querySelector("input").focus();
  }
  draw();
  return h("div", {}, body, picture, said);
}

/** Rows of cells, the output's on top; what the output in the middle is connected to is filled. */
function stackPicture(layers) {
  const lengths = [3];
  for (const { window, stride } of [...layers].reverse()) lengths.push((lengths.at(-1) - 1) * stride + window);
  const NAMES = 140; // the rows begin behind their names, so that no line or pixel lies under one
  const cell = Math.max(6, Math.min(26, 900 / lengths.at(-1))), gap = 46, width = NAMES + lengths.at(-1) * cell + 2;
  const start = (length) => NAMES + ((lengths.at(-1) - length) * cell) / 2;
  const seen = connected(layers), parts = [], told = [];
  let first = 1, y = 4; // where the fan of the output in the middle begins
  lengths.forEach((length, depth) => {
    const left = start(length), filled = new Set(seen[depth].map((place) => place + first));
    const name = depth === 0 ? t("output") : depth === layers.length ? t("input") : t("after layer {n}", { n: layers.length - depth });
    told.push(`${name}: ${filled.size}`);
    parts.push(h("text", { x: 0, y: y + 15 }, told.at(-1)));
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
    y += depth < layers.length ? gap : 24;
  });
  return h("svg", { role: "img", "aria-label": [t("Rows of pixels: what one output is connected to is filled"), ...told].join("; "),
    viewBox: `0 0 ${width} ${y}`, width, height: y }, ...parts);
}

export const DRAWN = { curves: curvesView, field: fieldView };
