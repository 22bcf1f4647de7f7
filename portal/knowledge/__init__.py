"""What search is told besides the articles, and the questions that it must answer: files of content/_data."""

from portal.knowledge.gathering import load_knowledge
from portal.knowledge.synonyms import read_synonyms, synonyms_file

__all__ = ["load_knowledge", "read_synonyms", "synonyms_file"]
