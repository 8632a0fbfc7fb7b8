"""The untrusted side, and the wire: what runs in the zygote and its children. Standard library and numpy only."""
