"""Signs of numbers as people type and copy them: wide digits, every hyphen, and what nobody sees."""

_SIGNS = (
    str.maketrans("０１２３４５６７８９＃", "0123456789#")
    | dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2212\uff0d"), "-")
    | dict.fromkeys(map(ord, "\u00a0\u2007\u2009\u202f\u3000"), " ")
    # What pages put into numbers so that they do not break comes along when they are copied.
    | dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"))
)


def plain_signs(text: str) -> str:
    """Return a text with the signs of a keyboard in place of those that look alike or are not seen.

    >>> plain_signs("１０４\u2011\u20602391")
    '104-2391'
    """
    return text.translate(_SIGNS)
