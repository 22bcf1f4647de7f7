"""Write tables down as Parquet, for those who compute further; needs the extra `parquet`."""

import io
from importlib.util import find_spec
from typing import Any

from portal.errors import Unavailable
from portal.services.reporting_export import Table


class ParquetMissing(Unavailable):
    """The package that writes Parquet is not installed."""

    title = "Parquet is not installed"


def has_parquet() -> bool:
    """Tell whether Parquet can be written here."""
    return find_spec("pyarrow") is not None


def import_pyarrow() -> tuple[Any, Any]:
    """Return pyarrow and its Parquet part; raise ParquetMissing without them."""
    try:
        # 40 MB of libraries, read only by those who ask for this form.
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError as error:
        raise ParquetMissing(
            "Parquet needs pyarrow. Run: pip install '.[parquet]', or take CSV or JSON."
        ) from error
    return pa, pq


def to_parquet(table: Table, description: str = "{}") -> bytes:
    """Return a table as a Parquet file with a JSON description; raise ParquetMissing without pyarrow."""
    pa, pq = import_pyarrow()
    columns = {name: pa.array([row[place] for row in table.rows]) for place, name in enumerate(table.columns)}
    file = io.BytesIO()
    made = pa.table(columns).replace_schema_metadata({"portal": description})
    pq.write_table(made, file, compression="zstd")
    return file.getvalue()
