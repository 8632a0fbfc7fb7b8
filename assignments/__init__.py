"""The lecture's topics, one folder each; what several of them use is in ``shared``."""
