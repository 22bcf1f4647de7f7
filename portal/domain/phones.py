"""Telephone numbers that customers leave, so that somebody can call them.

What is known of all countries' numbers is read at the first number: most web processes never see one.
"""

MOST_PHONE = 40


def read_phone(text: str, *, region: str) -> str:
    """Return a number as the world writes it, or the empty text for what cannot be called.

    >>> read_phone("06 30 123 4567", region="HU"), read_phone("+7 (495) 123-45-67", region="HU")
    ('+36 30 123 4567', '+7 495 123-45-67')
    """
    if len(text) > MOST_PHONE:
        return ""
    import phonenumbers

    try:
        number = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        return ""
    if not phonenumbers.is_possible_number(number) or number.extension:
        return ""
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)


def region_of(number: str, *, otherwise: str = "HU") -> str:
    """Return the country of a number that begins with +, for numbers written without one."""
    import phonenumbers

    try:
        parsed = phonenumbers.parse(number, None)
    except phonenumbers.NumberParseException:
        return otherwise
    return phonenumbers.region_code_for_number(parsed) or otherwise
