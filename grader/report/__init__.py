"""A Report for people (`text`, `html`, `pages`), for other systems (`lines`), for programs (`document`: JSON)."""
