"""A class: a folder of submissions in, reports and a summary out."""
