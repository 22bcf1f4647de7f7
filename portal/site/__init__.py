"""Make the static site and the search index of the articles."""
