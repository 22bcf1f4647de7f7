"""Read an order number the way people type it: spaces, #, a prefix, Cyrillic look-alikes, O for 0."""

import re

_LOOK_ALIKES = str.maketrans("АВЕКМНОРСТУХ", "ABEKMHOPCTYX")
_PREFIX = re.compile(r"^(?:#|№|NO\.?|NR\.?|ORDER|RENDELES|ZAKAZ|KH)+[\s.:#-]*", re.IGNORECASE)
_SHAPE = re.compile(r"^\d{3}-?\d{4}$")


def find_order_number(text: str) -> str | None:
    """Return the order number as the shop writes it (104-2391), or None if the text is none.

    >>> find_order_number("#104 2391")
    '104-2391'
    """
    upper = re.sub(r"\s+", "", text.strip().upper().translate(_LOOK_ALIKES)).replace("–", "-")
    plain = _PREFIX.sub("", upper).replace("O", "0")
    if not _SHAPE.match(plain):
        return None
    digits = plain.replace("-", "")
    return f"{digits[:3]}-{digits[3:]}"
