"""Grade convolutional networks written by hand. Start with ``grader.model``, the nouns."""
