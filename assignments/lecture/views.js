// The views of windows that slide. Each takes its settings and returns an element; `VIEWS` names them for pages.

import { backward, forward, largest, links, matrix, pool, poolBackward, positions, reach, sizeProblem } from "./port.js";
import { button, choice, controls, factor, flat, grid, h, number, planes, products, saying, shape, slider, sums, t, terms, written }
  from "./parts.js";

const REFUSED = () => t("Illegal stride for input & filter size!");

/** A convolution as all views hold it: numbers, links, and where everything lies. */
function layer({ x, w, b, stride = 1, pad = 0 }) {
  const [C, H, W] = shape(x);
  const [F, , HH, WW] = shape(w);
  const padRows = H > 1 ? pad : 0;
  const places = links([C, H, W], [HH, WW], stride, [padRows, pad]);
  const size = C * HH * WW;
  const made = {
    C, H, W, F, HH, WW, pad, padRows, places, size, columns: positions(W, WW, stride, pad),
    rows: positions(H, HH, stride, padRows), reached: reach(places, C * H * W),
    x: flat(x).map(number), w: flat(w).map(number), b: b ? flat(b).map(number) : Array(F).fill(0),
  };
  made.named = (c, i, j) => (C > 1 ? `x[${c}, ${i}, ${j}]` : H > 1 ? `x[${i}, ${j}]` : `x[${j}]`);
  made.weightNamed = (f, c, u, v) => {
    const at = [...(F > 1 ? [f] : []), ...(C > 1 ? [c] : []), ...(HH > 1 || H > 1 ? [u] : []), v].join(", ");
    return `w[${at}]: ${written(made.w[f * size + (c * HH + u) * WW + v])}`;
  };
  made.outNamed = (f, i, j) => (F > 1 ? `out[${f}, ${i}, ${j}]` : H > 1 ? `out[${i}, ${j}]` : `out[${j}]`);
  return made;
}

/** One grid for each channel of the padded input. */
function inputGrids(it, title, cell, choose, change) {
  const inputOf = (c, i, j) => {
    const row = i - it.padRows, column = j - it.pad;
    return row < 0 || row >= it.H || column < 0 || column >= it.W ? -1 : (c * it.H + row) * it.W + column;
  };
  return Array.from({ length: it.C }, (_, c) => grid({
    title: it.C > 1 ? `${title}, ${t("channel {c}", { c })}` : title,
    rows: it.H + 2 * it.padRows, columns: it.W + 2 * it.pad,
    cell: (i, j) => cell(inputOf(c, i, j), c, i - it.padRows, j - it.pad),
    choose: (i, j) => choose(inputOf(c, i, j), c, i - it.padRows, j - it.pad),
    change: change && ((i, j, by) => inputOf(c, i, j) >= 0 && change(inputOf(c, i, j), by)),
  }));
}

/** The sliding window: input, filter, products, sum, bias, and the output that grows. */
function windowView(settings) {
  const it = layer(settings);
  const out = () => forward(it.places, it.x, it.w, it.b);
  const total = it.places.length * it.F;
  const [row, column] = settings.chosen ?? [0, 0];
  let output = row * it.columns + column, shown = output + 1, input = -1, values = out();
  const said = saying(), parts = sums(t("How the output adds up"));

  const filterOf = () => Math.floor(output / it.places.length);
  const isInWindow = (c, row, column) => input < 0 &&
    it.places[output % it.places.length].some((l) => l.c === c && l.row === row && l.column === column);
  const inputs = inputGrids(it, t("Input"), (n, c, row, column) => ({
    text: n < 0 ? "0" : written(it.x[n]), value: n < 0 ? 0 : it.x[n],
    marks: [n < 0 && "pad", isInWindow(c, row, column) && "in", n >= 0 && n === input && "here"].filter(Boolean).join(" "),
    name: n < 0 ? t("padding, 0") : `${it.named(c, row, column)}: ${written(it.x[n])}`,
  }), (n) => n >= 0 && chooseInput(n), (n, by) => { it.x[n] += by; chooseInput(n); });
  const filters = Array.from({ length: it.C }, (_, c) => grid({
    title: it.C > 1 ? `${t("Filter")}, ${t("channel {c}", { c })}` : t("Filter"), rows: it.HH, columns: it.WW,
    cell: (u, v) => {
      const weight = it.w[filterOf() * it.size + (c * it.HH + u) * it.WW + v];
      return { text: written(weight), value: weight, name: it.weightNamed(filterOf(), c, u, v) };
    },
    change: (u, v, by) => {
      it.w[filterOf() * it.size + (c * it.HH + u) * it.WW + v] += by;
      chooseOutput(output);
    },
  }));
  const biases = settings.b ? [grid({
    title: t("Bias"), rows: 1, columns: 1,
    cell: () => ({ text: written(it.b[filterOf()]), value: it.b[filterOf()], name: `b[${filterOf()}]: ${written(it.b[filterOf()])}` }),
    change: (u, v, by) => { it.b[filterOf()] += by; chooseOutput(output); },
  })] : [];
  const outputs = Array.from({ length: it.F }, (_, f) => grid({
    title: it.F === 1 ? t("Output") : it.places.length > 1 ? t("Activation map {f}", { f }) : t("Output {f}", { f }), rows: it.rows, columns: it.columns,
    cell: (i, j) => {
      const n = (f * it.rows + i) * it.columns + j;
      const isReached = input >= 0 && it.reached[input].includes(n % it.places.length);
      const isKnown = n < shown || n === output || isReached;
      return {
        text: isKnown ? written(values[n]) : "·", value: values[n],
        marks: isReached ? "hit" : input < 0 && n === output ? "here" : "",
        name: `${it.outNamed(f, i, j)}: ${isKnown ? written(values[n]) : t("not computed yet")}`,
      };
    },
    choose: (i, j) => chooseOutput((f * it.rows + i) * it.columns + j),
  }));

  function chooseOutput(n) {
    [output, input] = [n, -1];
    shown = Math.max(shown, n + 1);
    update();
  }
  function chooseInput(n) {
    input = n;
    shown = total;
    update();
  }
  function update() {
    values = out();
    for (const one of [...inputs, ...filters, ...biases, ...outputs]) one.update();
    const f = filterOf(), place = output % it.places.length;
    const name = (n, g) => it.outNamed(g, Math.floor(n / it.columns), n % it.columns);
    const isShort = it.C === 1 && !settings.b;
    parts.hidden = isShort || input >= 0;
    if (input < 0) {
      const pairs = it.places[place].map((l) => [l.input < 0 ? 0 : it.x[l.input], it.w[f * it.size + l.weight]]);
      const channels = Array.from({ length: it.C }, (_, c) => pairs.slice(c * it.HH * it.WW, (c + 1) * it.HH * it.WW));
      const each = channels.map((some) => some.reduce((sum, [a, b]) => sum + a * b, 0));
      const total = [each.map(factor).join(" + "), each.reduce((sum, one) => sum + one, 0)];
      said.say(`${name(place, f)} = ` + (isShort ? products(pairs, values[output])
        : `${[...each, ...(settings.b ? [it.b[f]] : [])].map(factor).join(" + ")} = ${written(values[output])}`));
      parts.show([
        ...channels.map((some, c) => [it.C > 1 ? t("channel {c}", { c }) : t("products"), terms(some), each[c]]),
        ...(it.C > 1 ? [[t("all channels"), ...total]] : []),
        ...(settings.b ? [[t("Bias"), "", it.b[f]], [name(place, f), `${factor(total[1])} + ${factor(it.b[f])}`, values[output]]] : []),
      ]);
    } else {
      const c = Math.floor(input / (it.H * it.W)), row = Math.floor(input / it.W) % it.H;
      const all = it.reached[input];
      said.say(all.length
        ? t("{input} reaches {count} of {total} places: {outputs}.", { input: it.named(c, row, input % it.W),
          count: all.length, total: it.places.length, outputs: all.map((n) => name(n, 0).replace("[0, ", it.F > 1 ? "[f, " : "[0, ")).join(", ") })
        : t("{input} lies in no window: it is left over.", { input: it.named(c, row, input % it.W) }));
    }
  }
  update();
  return h("div", {}, controls(
    button(t("Next place"), () => chooseOutput(shown < total ? (input < 0 && output + 1 < shown ? output + 1 : shown)
      : (output + 1) % total)),
    button(t("All places"), () => { shown = total; update(); said.say(t("All {total} outputs are computed.", { total })); }),
    button(t("From the start"), () => { shown = 1; chooseOutput(0); })),
  planes(...[...inputs, ...filters, ...biases, ...outputs].map((g) => g.element)), said, parts,
  h("p", { class: "quiet" }, t("Choose an output to see its window, or an input to see which outputs it reaches. The arrow keys move, Enter chooses, + and − change a number.")));
}

/** Size, window, stride and pad: the places of the window, and what does not fit. */
function sizesView({ length = 7, window = 3, stride = 1, pad = 0, rule = "strict" }) {
  const state = { length, window, stride, pad, rule };
  const picture = h("div"), formula = saying(), refused = h("p", { class: "refused", role: "alert" });
  const bar = (name, label, low, high) =>
    slider({ label, low, high, value: state[name], input: (value) => { state[name] = value; update(); } });

  function update() {
    const { length, window, stride, pad, rule } = state;
    const room = length + 2 * pad - window, rest = room % stride;
    const problem = sizeProblem(length, window, stride, pad, rule);
    const inner = `(${length}${pad ? ` + 2·${pad}` : ""} − ${window})/${stride}`;
    const size = problem ? 0 : positions(length, window, stride, pad);
    formula.say(problem === "fit" ? ""
      : rule === "strict" ? `${inner} + 1 = ${written(room / stride + 1)}` : `⌊${inner}⌋ + 1 = ${size}`);
    refused.textContent = problem === "fraction" ? `${REFUSED()} ${t("A remainder of {rest} is left.", { rest })}`
      : problem === "fit" ? t("The filter is larger than the input with its padding.") : "";
    picture.replaceChildren(problem === "fit" ? "" : placesPicture(state, size));
  }
  update();
  return h("div", {}, controls(bar("length", t("Input N"), 1, 12), bar("window", t("Filter F"), 1, 7),
    bar("stride", t("Stride S"), 1, 5), bar("pad", t("Padding P"), 0, 3),
    choice({ label: t("Rule"), value: rule, options: [["strict", t("fractions are illegal")], ["floor", t("rounded down")]],
      input: (value) => { state.rule = value; update(); } })), formula, refused, picture);
}

/** The padded input with a window on it; the number in a pixel counts its windows. */
function placesPicture({ length, window, stride, pad }, size) {
  const count = positions(length, window, stride, pad);
  let here = [0, 0];
  const said = saying();
  const uses = (pixel) => Array.from({ length: count }, (_, n) => n * stride - pad)
    .filter((start) => pixel >= start && pixel < start + window).length;
  const isIn = (pixel, n) => pixel >= n * stride - pad && pixel < n * stride - pad + window;
  const input = grid({
    title: t("Input: in how many windows each pixel lies"), rows: length + 2 * pad, columns: length + 2 * pad,
    cell: (i, j) => {
      const row = i - pad, column = j - pad;
      const isPad = Math.min(row, column) < 0 || Math.max(row, column) >= length;
      const value = uses(row) * uses(column);
      return { text: isPad ? "0" : String(value), value: isPad ? undefined : value,
        name: isPad ? t("padding, 0") : t("row {row}, column {column}, number of windows: {value}", { row, column, value }),
        marks: `${isPad ? "pad" : value ? "" : "left"} ${isIn(row, here[0]) && isIn(column, here[1]) ? "in" : ""}`.trim() };
    },
  });
  const output = size ? grid({
    title: t("Output: {size} × {size} places", { size }), rows: size, columns: size,
    cell: (i, j) => ({ text: "", name: t("place {i}, {j}", { i, j }), marks: i === here[0] && j === here[1] ? "here" : "" }),
    choose: (i, j) => { here = [i, j]; update(); },
  }) : null;
  function update() {
    input.update();
    output?.update();
    const [[top, bottom], [left, right]] = here.map((n) => [n * stride - pad, n * stride - pad + window - 1]);
    said.say(t("The window of place {i}, {j} covers the rows {top} to {bottom} and the columns {left} to {right}.",
      { i: here[0], j: here[1], top, bottom, left, right }));
  }
  update();
  return h("div", {}, planes(input.element, output && output.element), output && said);
}

/** The way back: each output sends dout times the filter to its window; dx adds up what comes. */
function backView(settings) {
  const it = layer(settings);
  const dout = flat(settings.dout).map(number);
  let sent = 1, output = 0, input = -1;
  const said = saying();
  const dx = (some) => backward(it.places, some, it.x, it.w, it.F).dx;
  const window = () => it.places[output];
  const outputs = grid({
    title: "dout", rows: it.rows, columns: it.columns,
    cell: (i, j) => {
      const n = i * it.columns + j, isReached = input >= 0 && it.reached[input].includes(n);
      return { text: written(dout[n]), value: dout[n], name: `dout[${i}, ${j}]: ${written(dout[n])}`,
        marks: isReached ? "hit" : n >= sent ? "left" : input < 0 && n === output ? "here" : "" };
    },
    choose: (i, j) => chooseOutput(i * it.columns + j), change: (i, j, by) => {
      dout[i * it.columns + j] += by;
      chooseOutput(i * it.columns + j);
    },
  });
  const filter = grid({ title: t("Filter"), rows: it.HH, columns: it.WW,
    cell: (u, v) => ({ text: written(it.w[u * it.WW + v]), value: it.w[u * it.WW + v], name: it.weightNamed(0, 0, u, v) }),
    change: (u, v, by) => { it.w[u * it.WW + v] += by; update(); } });
  let arrived = [];
  const inputs = inputGrids(it, "dx", (n, c, row, column) => ({
    text: n < 0 ? "" : written(arrived[n]), value: n < 0 ? undefined : arrived[n],
    name: n < 0 ? t("padding: what comes here is dropped") : `dx[${row}, ${column}]: ${written(arrived[n])}`,
    marks: [n < 0 && "pad", n >= 0 && n === input && "here",
      input < 0 && window().some((l) => l.row === row && l.column === column) && "in"].filter(Boolean).join(" "),
  }), (n) => { if (n >= 0) { [input, sent] = [n, dout.length]; update(); } });

  function chooseOutput(n) {
    [output, input] = [n, -1];
    sent = Math.max(sent, n + 1);
    update();
  }
  function update() {
    arrived = dx(dout.map((value, n) => (n < sent ? value : 0)));
    for (const one of [outputs, filter, ...inputs]) one.update();
    if (input < 0) {
      said.say(t("dout[{i}, {j}] sends {value} times the filter to its window.", { i: Math.floor(output / it.columns),
        j: output % it.columns, value: written(dout[output]) }));
    } else {
      const pairs = it.reached[input].map((n) => [dout[n], it.w[it.places[n].find((l) => l.input === input).weight]]);
      said.say(`dx[${Math.floor(input / it.W)}, ${input % it.W}] = ${products(pairs, arrived[input])}`);
    }
  }
  update();
  return h("div", {}, controls(
    button(t("The next one sends"), () => chooseOutput(sent < dout.length ? sent : (output + 1) % dout.length)),
    button(t("All send"), () => { sent = dout.length; update(); said.say(t("All {total} numbers of dout have been sent.", { total: sent })); }),
    button(t("From the start"), () => { sent = 1; chooseOutput(0); })),
  planes(outputs.element, filter.element, ...inputs.map((g) => g.element)), said,
  h("p", { class: "quiet" }, t("Choose a number of dout to see where it goes, or a number of dx to see what it is made of.")));
}

/** Pooling: the window, what it keeps, and where the gradient goes back; ties included. */
function poolView(settings) {
  const x = flat(settings.x).map(number), [H, W] = shape(settings.x);
  const SIZES = [[2, 2], [2, 1], [3, 1], [3, 2]];
  const state = { kind: settings.pool ?? "max", window: settings.window ?? 2, stride: settings.stride ?? 2 };
  const body = h("div"), said = saying(), refused = h("p", { class: "refused", role: "alert" });
  function draw() {
    const { kind, window, stride } = state;
    const places = links([1, H, W], [window, window], stride), columns = positions(W, window, stride);
    const rows = positions(H, window, stride);
    refused.textContent = sizeProblem(H, window, stride, 0, "strict")
      ? `${REFUSED()} ${t("({length} − {window})/{stride} + 1 = {size} is a fraction. Rounded down it is {floor}.",
        { length: H, window, stride, size: written((H - window) / stride + 1), floor: rows })}` : "";
    const dout = places.map((_, n) => n + 1);
    let here = 0;
    const value = (n) => pool([places[n]], x, kind)[0];
    const isTaken = (n) => kind === "max" ? largest(places[here], x) === n : places[here].some((l) => l.input === n);
    const name = (array, n) => `${array}[${Math.floor(n / (array === "out" ? columns : W))}, ${n % (array === "out" ? columns : W)}]`;
    const input = grid({ title: t("Input"), rows: H, columns: W, cell: (i, j) => {
      const n = i * W + j;
      return { text: written(x[n]), value: x[n], name: `${name("x", n)}: ${written(x[n])}`,
        marks: [places[here].some((l) => l.input === n) && "in", isTaken(n) && "hit"].filter(Boolean).join(" ") };
    }, choose: (i, j) => { const n = places.findIndex((p) => p.some((l) => l.input === i * W + j)); if (n >= 0) show(n); },
    change: (i, j, by) => { x[i * W + j] += by; show(here); } });
    const output = grid({ title: kind === "max" ? t("Largest of each window") : t("Average of each window"), rows, columns,
      cell: (i, j) => ({ text: written(value(i * columns + j)), value: value(i * columns + j),
        name: `${name("out", i * columns + j)}: ${written(value(i * columns + j))}`, marks: i * columns + j === here ? "here" : "" }),
      choose: (i, j) => show(i * columns + j) });
    const due = grid({ title: "dout", rows, columns,
      cell: (i, j) => ({ text: written(dout[i * columns + j]), value: dout[i * columns + j],
        name: `dout[${i}, ${j}]: ${written(dout[i * columns + j])}` }),
      change: (i, j, by) => { dout[i * columns + j] += by; show(i * columns + j); }, choose: (i, j) => show(i * columns + j) });
    const back = grid({ title: "dx", rows: H, columns: W, cell: (i, j) => {
      const all = poolBackward(places, dout, x, kind)[i * W + j];
      return { text: written(all), value: all, name: `dx[${i}, ${j}]: ${written(all)}`, marks: isTaken(i * W + j) ? "hit" : "" };
    } });
    function show(n) {
      here = n;
      for (const one of [input, output, due, back]) one.update();
      const entries = places[n].map((l) => x[l.input]);
      const ties = entries.filter((entry) => entry === value(n)).length;
      said.say(kind === "max"
        ? `max(${entries.map(written).join(", ")}) = ${written(value(n))}. ` + (ties > 1
          ? t("{count} entries are equal: a tie. The first takes the whole gradient here; any split of it is right too.", { count: ties })
          : t("The whole gradient goes to the largest entry."))
        : `(${entries.map(factor).join(" + ")})/${entries.length} = ${written(value(n))}. ` +
          t("Each entry gets an equal share of the gradient."));
    }
    show(0);
    body.replaceChildren(planes(input.element, output.element, due.element, back.element));
  }
  draw();
  return h("div", {}, controls(
    choice({ label: t("Pooling"), value: state.kind, options: [["max", t("largest entry")], ["average", t("average")]],
      input: (kind) => { state.kind = kind; draw(); } }),
    choice({ label: t("Setting"), value: `${state.window}/${state.stride}`,
      options: SIZES.map(([f, s]) => [`${f}/${s}`, `F = ${f}, S = ${s}`]),
      input: (text) => { [state.window, state.stride] = text.split("/").map(Number); draw(); } })), refused, body, said,
  h("p", { class: "quiet" }, t("Choose an output to see its window. + and − change a number of the input: make two of them equal.")));
}

/** The same convolution as a sparse matrix, beside its picture. */
function matrixView(settings) {
  const it = layer(settings);
  const entries = new Map(matrix(it.places, it.w).map(({ row, column, value }) => [`${row}/${column}`, value]));
  const values = forward(it.places, it.x, it.w, it.b), inputs = it.C * it.H * it.W;
  let here = 0;
  const said = saying();
  const input = inputGrids(it, t("Input"), (n, c, row, column) => ({ text: n < 0 ? "0" : written(it.x[n]),
    name: n < 0 ? t("padding, 0") : `${it.named(c, row, column)}: ${written(it.x[n])}`,
    marks: it.places[here].some((l) => l.input === n && n >= 0) ? "in" : "", value: n < 0 ? 0 : it.x[n] }), () => {});
  const filter = grid({ title: t("Filter"), rows: it.HH, columns: it.WW,
    cell: (u, v) => ({ text: written(it.w[u * it.WW + v]), value: it.w[u * it.WW + v], name: it.weightNamed(0, 0, u, v) }) });
  const output = grid({ title: t("Output"), rows: it.rows, columns: it.columns,
    cell: (i, j) => ({ text: written(values[i * it.columns + j]), value: values[i * it.columns + j],
      name: `${it.outNamed(0, i, j)}: ${written(values[i * it.columns + j])}`, marks: i * it.columns + j === here ? "here" : "" }), choose: (i, j) => show(i * it.columns + j) });
  const table = grid({ title: t("The matrix: a row for each output, a column for each input pixel"), rows: it.places.length, columns: inputs,
    cell: (i, j) => ({ text: entries.has(`${i}/${j}`) ? written(entries.get(`${i}/${j}`)) : "",
      value: entries.get(`${i}/${j}`) ?? 0, name: t("row {i}, column {j}: {value}", { i, j, value: written(entries.get(`${i}/${j}`) ?? 0) }),
      marks: `small ${entries.has(`${i}/${j}`) ? "" : "left"} ${i === here ? "in" : ""}` }),
    choose: (i) => show(i) });
  function show(n) {
    here = n;
    for (const one of [...input, filter, output, table]) one.update();
    said.say(t("Row {row} holds the {weights} weights of the filter, at the pixels of its window, and {zeros} zeros. All {rows} rows share these weights.",
      { row: here, weights: it.places[here].filter((l) => l.input >= 0).length,
        zeros: inputs - it.places[here].filter((l) => l.input >= 0).length, rows: it.places.length }));
  }
  show(0);
  return h("div", {}, planes(...input.map((g) => g.element), filter.element, output.element), table.element, said);
}

export const VIEWS = { window: windowView, sizes: sizesView, back: backView, pooling: poolView, matrix: matrixView };
