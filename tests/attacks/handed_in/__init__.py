"""What a hostile student hands in around a function: links, names, notebooks, archives, files beside the module."""
