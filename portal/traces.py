"""Where an error came from, told without its message: that may repeat what a customer wrote."""

import traceback


def trace(error: BaseException) -> str:
    """Return the kind of an error and the lines it passed through, the innermost last."""
    return f"{type(error).__name__}\n{''.join(traceback.format_tb(error.__traceback__))}"
