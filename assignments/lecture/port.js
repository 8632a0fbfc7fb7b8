// The lecture's operations for a page: one image, flat arrays in, flat arrays out. It knows no page.
//
// Everything follows from one list, `links`: which inputs each place of the window reads, and through which weight.
// Forward adds up a place's links, backward follows the same links home, the sparse matrix is the links written as a
// table, and what an input reaches is the list read from its other end. tests/lecture/test_port.py holds each function
// equal to convref's.

/** Positions of a window along an axis, rounded down; 0 where it does not fit. */
export function positions(length, window, stride, pad = 0) {
  const room = length + 2 * pad - window;
  return room < 0 ? 0 : Math.floor(room / stride) + 1;
}

/** What is wrong with a size by a rule of the slides ("strict" or "floor"): "fit", "fraction", or nothing. */
export function sizeProblem(length, window, stride, pad, rule) {
  const room = length + 2 * pad - window;
  if (room < 0) return "fit";
  return rule === "strict" && room % stride ? "fraction" : null;
}

/**
 * For each place, row by row: {input, weight, c, row, column} of its whole window; input is -1 on padding.
 * `pad` is a number, or [rows, columns]: a signal of one row is padded along its columns only.
 */
export function links([C, H, W], [HH, WW], stride = 1, pad = 0) {
  const [above, beside] = [pad, pad].flat().slice(0, 2);
  const places = [];
  for (let i = 0; i < positions(H, HH, stride, above); i++) {
    for (let j = 0; j < positions(W, WW, stride, beside); j++) places.push(windowAt(i * stride - above, j * stride - beside));
  }
  return places;

  function windowAt(top, left) {
    const found = [];
    for (let weight = 0; weight < C * HH * WW; weight++) {
      const c = Math.floor(weight / (HH * WW));
      const row = top + (Math.floor(weight / WW) % HH);
      const column = left + (weight % WW);
      const isInside = row >= 0 && row < H && column >= 0 && column < W;
      found.push({ input: isInside ? (c * H + row) * W + column : -1, weight, c, row, column });
    }
    return found;
  }
}

/** The places that each input reaches. */
export function reach(places, inputs) {
  const found = Array.from({ length: inputs }, () => []);
  places.forEach((window, place) => {
    for (const { input } of window) if (input >= 0) found[input].push(place);
  });
  return found;
}

const at = (x, input) => (input < 0 ? 0 : x[input]);
const sum = (numbers) => numbers.reduce((total, number) => total + number, 0);

/** One activation map for each filter, one after the other. */
export function forward(places, x, w, b) {
  const size = w.length / b.length;
  return b.flatMap((bias, f) =>
    places.map((window) => sum(window.map(({ input, weight }) => at(x, input) * w[f * size + weight])) + bias));
}

/** What each output sends back along its links: {dx, dw, db}. */
export function backward(places, dout, x, w, filters) {
  const size = w.length / filters;
  const dx = x.map(() => 0), dw = w.map(() => 0), db = Array(filters).fill(0);
  dout.forEach((sent, output) => {
    const f = Math.floor(output / places.length);
    db[f] += sent;
    for (const { input, weight } of places[output % places.length]) {
      if (input < 0) continue;
      dx[input] += sent * w[f * size + weight];
      dw[f * size + weight] += sent * x[input];
    }
  });
  return { dx, dw, db };
}

/** A convolution as a matrix: entries {row, column, value}, a row for each output, a column for each input. */
export function matrix(places, w) {
  return places.flatMap((window, row) =>
    window.filter(({ input }) => input >= 0).map(({ input, weight }) => ({ row, column: input, value: w[weight] })));
}

/** Where a window's largest entry lies; the first of several. */
export const largest = (window, x) =>
  window.reduce((best, link) => (x[link.input] > x[best.input] ? link : best)).input;

/** Pool one channel: "max" or "average". */
export function pool(places, x, kind) {
  return places.map((window) =>
    kind === "max" ? x[largest(window, x)] : sum(window.map(({ input }) => x[input])) / window.length);
}

/** What pooling sends back: all to the largest entry, or an equal share to each. */
export function poolBackward(places, dout, x, kind) {
  const dx = x.map(() => 0);
  places.forEach((window, place) => {
    if (kind === "max") dx[largest(window, x)] += dout[place];
    else for (const { input } of window) dx[input] += dout[place] / window.length;
  });
  return dx;
}

/** How many inputs one output sees along an axis, through a stack of {window, stride}. */
export function receptiveField(stack) {
  let size = 1, step = 1;
  for (const { window, stride } of stack) {
    size += (window - 1) * step;
    step *= stride;
  }
  return size;
}

/** What the output at 0 is connected to along an axis: its places after each layer, from the output to the input. */
export function connected(stack) {
  const rows = [[0]];
  for (const { window, stride } of [...stack].reverse()) {
    const below = rows.at(-1).flatMap((place) => Array.from({ length: window }, (_, n) => place * stride + n));
    rows.push([...new Set(below)].sort((a, b) => a - b));
  }
  return rows;
}

export const curves = {
  box: (t) => (Math.abs(t) < 0.5 ? 1 : Math.abs(t) === 0.5 ? 0.5 : 0),
  gaussian: (t) => Math.exp((-t * t) / 2) / Math.sqrt(2 * Math.PI),
};

/** f(tau) g(t - tau) at the middles of steps of dt from -reach to reach. */
export function product(f, g, t, dt, reach) {
  return Array.from({ length: Math.round((2 * reach) / dt) }, (_, n) => {
    const tau = -reach + (n + 0.5) * dt;
    return f(tau) * g(t - tau);
  });
}

/** The area under the product of two curves: (f * g)(t). */
export const area = (f, g, t, dt, reach) => sum(product(f, g, t, dt, reach)) * dt;

/** The prototype network on one picture of side x side: what comes out of every layer. */
export function network({ w1, b1, w2, b2 }, x, side) {
  const window = Math.sqrt(w1.length / b1.length);
  const maps = forward(links([1, side, side], [window, window], 1, (window - 1) / 2), x, w1, b1);
  const active = maps.map((value) => Math.max(value, 0));
  const halves = links([1, side, side], [2, 2], 2);
  const pooled = b1.flatMap((_, f) => pool(halves, active.slice(f * side * side, (f + 1) * side * side), "max"));
  const scores = b2.map((bias, k) => sum(pooled.map((value, n) => value * w2[n * b2.length + k])) + bias);
  return { maps, active, pooled, scores, shares: softmax(scores) };
}

/** Scores as shares of 1. */
export function softmax(scores) {
  const most = Math.max(...scores);
  const powers = scores.map((score) => Math.exp(score - most));
  return powers.map((power) => power / sum(powers));
}
