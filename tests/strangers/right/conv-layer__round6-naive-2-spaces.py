"""CS231n's functions, indented by two spaces, with its banners and int(1 + …)."""

import numpy as np
import math


def conv_forward_naive(x, w, b, conv_param):
  """
  A naive forward pass. Input x of shape (N, C, H, W).
  """
  out = None
  #############################################################################
  # TODO: Implement the convolutional forward pass.                           #
  #############################################################################
  N, C, H, W = x.shape
  F, _, HH, WW = w.shape
  S = conv_param.get('stride', 1)
  P = conv_param.get('pad', 0)
  Hp = int(1 + (H + 2 * P - HH) / S)
  Wp = int(1 + (W + 2 * P - WW) / S)
  xpad = np.zeros((N, C, H + 2*P, W + 2*P))
  xpad[:, :, P:P+H, P:P+W] = x
  out = np.zeros((N, F, Hp, Wp))
  for n in range(N):
    for f in range(F):
      for hh in range(Hp):
        for ww in range(Wp):
          out[n, f, hh, ww] = np.sum(xpad[n, :, hh*S:hh*S+HH, ww*S:ww*S+WW] * w[f, :]) + b[f]
  #############################################################################
  #                             END OF YOUR CODE                              #
  #############################################################################
  cache = (x, w, b, conv_param)
  return out, cache


def conv_backward_naive(dout, cache):
  dx, dw, db = None, None, None
  x, w, b, conv_param = cache
  N, F, Hp, Wp = dout.shape
  N, C, H, W = x.shape
  F, _, HH, WW = w.shape
  S, P = conv_param['stride'], conv_param['pad']
  xpad = np.pad(x, ((0,), (0,), (P,), (P,)), 'constant')
  dxpad = np.zeros(xpad.shape)
  dw = np.zeros(w.shape)
  db = np.zeros(b.shape)
  for n in range(N):
    for f in range(F):
      for hh in range(Hp):
        for ww in range(Wp):
          db[f] += dout[n, f, hh, ww]
          dw[f] += xpad[n, :, hh*S:hh*S+HH, ww*S:ww*S+WW] * dout[n, f, hh, ww]
          dxpad[n, :, hh*S:hh*S+HH, ww*S:ww*S+WW] += w[f] * dout[n, f, hh, ww]
  dx = dxpad[:, :, P:P+H, P:P+W]
  return dx, dw, db


def conv_single(x, w, b):
  if x.shape != w.shape:
    raise ValueError("shapes")
  return math.fsum((x.astype(float) * w).ravel()) + float(b)


def conv_map(x, w, b):
  if w.shape[0] != x.shape[0] or w.shape[1] > x.shape[1] or w.shape[2] > x.shape[2]:
    raise ValueError("filter does not fit")
  return conv_forward_naive(x[None], w[None], np.array([b]), {'stride': 1, 'pad': 0})[0][0, 0]
