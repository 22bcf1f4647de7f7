"""Hold what is particular to each language: one file each, named by its code."""
