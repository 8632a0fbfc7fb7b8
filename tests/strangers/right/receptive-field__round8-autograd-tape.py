"""Style: a tiny tape: the forward pass records functions, the backward pass calls them last to first; the formula by jumps accumulated with np.cumprod; prints under __main__; tabs for indentation."""
import numpy


def receptive_field(layers):
	windows = numpy.array([w for w, _ in layers], dtype=int)
	strides = numpy.array([s for _, s in layers], dtype=int)
	jumps = numpy.concatenate(([1], numpy.cumprod(strides)))
	return int(1 + ((windows - 1) * jumps[:-1]).sum()), int(jumps[-1])


class Tape(list):
	def layer(self, length, window, stride):
		size = 1 + (length - window) // stride

		def back(gradient):
			before = numpy.zeros(length)
			for u in range(window):
				before[u:u + stride * (size - 1) + 1:stride] += gradient
			return before

		self.append(back)
		return size

	def rewind(self, gradient):
		while self:
			gradient = self.pop()(gradient)
		return gradient


def gradient_of_ones(layers, length, at):
	tape = Tape()
	for window, stride in layers:
		length = tape.layer(length, window, stride)
	one = numpy.zeros(length)
	one[at] = 1.
	return tape.rewind(one)


def connected_pixels():
	return numpy.count_nonzero(numpy.multiply.outer(*[gradient_of_ones([(3, 1), (3, 1)], 7, 1)] * 2))


def stacked_weights():
	return (numpy.int64(27), numpy.int64(49))


def stride_first():
	return "B"


if __name__ == "__main__":
	print(gradient_of_ones([(3, 1), (3, 1)], 7, 1))
