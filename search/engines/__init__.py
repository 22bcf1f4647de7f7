"""One file per engine behind one small protocol; only that file imports the engine's package."""

import importlib
from typing import Final

from search.engines.protocol import Engine
from search.errors import EngineUnknown

_ENGINES: Final = {
    "whoosh": ("search.engines.whoosh_making", "WhooshEngine"),
    "tantivy": ("search.engines.tantivy", "TantivyEngine"),
}


def get_engine(name: str) -> Engine:
    """Give an engine by name; raise EngineUnknown if there is none, or its package is missing."""
    if name not in _ENGINES:
        raise EngineUnknown(f"No engine {name!r}. Choose one of: {', '.join(sorted(_ENGINES))}.")
    module, kind = _ENGINES[name]
    try:
        engine: Engine = getattr(importlib.import_module(module), kind)()
    except ImportError as error:
        raise EngineUnknown(
            f"The engine {name!r} is not installed ({error}). Run `pip install portal[{name}]`."
        ) from error
    return engine
