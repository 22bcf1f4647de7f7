"""Templates that are compiled once for all applications and builds of a test run."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import wraps
from types import CodeType

import pytest
from jinja2 import BytecodeCache, Environment
from jinja2.bccache import Bucket


class Compiled(BytecodeCache):
    """Keeps code by the text that it was compiled from, and by all that its environment adds to it."""

    def __init__(self) -> None:
        self._kept: dict[tuple[object, ...], CodeType] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give the code of a text that was compiled before."""
        bucket.code = self._kept.get(_key(bucket))

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what was compiled now."""
        if isinstance(bucket.code, CodeType):
            self._kept[_key(bucket)] = bucket.code


def _key(bucket: Bucket) -> tuple[object, ...]:
    environment = bucket.environment
    # What is constant is worked out while compiling, with the filters and tests that there are.
    names = (environment.filters, environment.tests, environment.extensions)
    return (
        bucket.key,
        bucket.checksum,
        type(environment),
        environment.autoescape,
        environment.trim_blocks,
        environment.lstrip_blocks,
        *(tuple(sorted(one)) for one in names),
    )


@contextmanager
def compiled_once() -> Iterator[None]:
    """Let every environment that has no cache of its own share one meanwhile."""
    cache = Compiled()
    begin = Environment.__init__

    @wraps(begin)
    def begin_with_cache(self: Environment, *told: object, **named: object) -> None:
        begin(self, *told, **named)  # type: ignore[arg-type]  # whatever Jinja takes
        self.bytecode_cache = self.bytecode_cache or cache

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Environment, "__init__", begin_with_cache)
        yield
