"""A Report for people (`text`) and for programs (`document`: JSON by a published schema)."""
