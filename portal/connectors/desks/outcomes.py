"""How asking a desk can end without a ticket; each kind is handled in one way, for every vendor."""


class DeskError(Exception):
    """A desk did not give what was asked; the message is in plain words and without personal data."""


class Refused(DeskError):
    """A clear no: nothing was made, and the same again would be refused again."""


class Throttled(DeskError):
    """Nothing was made, we ask too much; `wait_s` is how long the desk wants us to wait, if it says so."""

    def __init__(self, message: str, wait_s: float | None = None) -> None:
        super().__init__(message)
        self.wait_s = wait_s


class NotReached(DeskError):
    """Nothing was made: the question did not arrive."""


class Unsure(DeskError):
    """Nobody knows whether a ticket was made."""
