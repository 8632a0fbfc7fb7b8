import convref


def predict(params, images):
    w1, b1, w2, b2 = params
    maps = convref.relu_forward(convref.conv_forward(images, w1, b1, pad=2))
    return convref.affine_forward(convref.max_pool_forward(maps, 2), w2, b2).argmax(axis=1)
