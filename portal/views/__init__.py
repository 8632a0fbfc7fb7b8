"""What answers a request. `request.place` has what the address names; who may be here was decided before."""
