// What the tests ask of the port: the name of a call, and its arguments.
const calls = {
  forward: ({ size, window, stride, pad, x, w, b }) => forward(links(size, window, stride, pad), x, w, b),
  backward: ({ size, window, stride, pad, x, w, b, dout }) =>
    Object.values(backward(links(size, window, stride, pad), dout, x, w, b.length)).flat(),
  reach: ({ size, window, stride, pad }) =>
    reach(links([1, ...size.slice(1)], window, stride, pad), size[1] * size[2]).map((places) => places.length),
  matrix: ({ size, window, stride, pad, w }) => {
    const places = links(size, window, stride, pad), columns = size[0] * size[1] * size[2];
    const dense = Array(places.length * columns).fill(0);
    for (const { row, column, value } of matrix(places, w)) dense[row * columns + column] = value;
    return dense;
  },
  pool: ({ size, window, stride, x, kind }) => pool(links(size, window, stride), x, kind),
  poolBackward: ({ size, window, stride, x, dout, kind }) => poolBackward(links(size, window, stride), dout, x, kind),
  sizes: ({ length, window, stride, pad }) =>
    [positions(length, window, stride, pad), ...["strict", "floor"].map((rule) => sizeProblem(length, window, stride, pad, rule))],
  field: ({ stack }) => [receptiveField(stack), connected(stack).at(-1).length],
  area: ({ f, g, times, dt, end }) => times.map((t) => area(curves[f], curves[g], t, dt, end)),
  network: ({ params, x, side }) => {
    const found = network(params, x, side);
    return [...found.maps, ...found.active, ...found.pooled, ...found.scores, ...found.shares];
  },
};
const results = cases.map(([call, values]) => calls[call](values));
