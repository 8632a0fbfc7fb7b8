def conv_output_shape(images, channels, height, width, filters, window, stride, pad):
    def size(length):
        if window > length + 2 * pad:
            raise ValueError("it does not fit")
        return (length + 2 * pad - window) // stride + 1

    return images, filters * channels, size(height), size(width)
