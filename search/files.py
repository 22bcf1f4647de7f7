"""The files of one language of an index that are read by several: those of one reader stand there."""

from typing import Final

ENGINE: Final = "engine"
AVERAGES: Final = "averages.json"
KNOWLEDGE: Final = "knowledge.json"
