"""Write the API's document into a file: python -m portal.web.openapi_file docs/openapi.json."""

import json
import sys
from pathlib import Path

from portal.web.api import describe


def write(path: Path) -> None:
    """Write the document as it is committed."""
    path.write_text(json.dumps(describe(), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    write(Path(sys.argv[1]))
