"""Put the shop's values into texts: `{{ withdrawal.period | within }}`."""

import re
from collections.abc import Callable, Mapping
from datetime import date

from portal.articles.channels import Channel, format_hours
from portal.articles.data import ShopData
from portal.articles.errors import ArticleError, ContentError, listed, nearest
from portal.articles.shop import Email, Percent, Phone, Text, Url, Value
from portal.language import (
    NBSP,
    Money,
    Period,
    PeriodForm,
    Roubles,
    format_date,
    format_eur,
    format_huf,
    format_list,
    format_money,
    format_number,
    format_percent,
    format_period,
)

_PLACE = re.compile(r"\{\{(?:(?P<inside>[^{}]*)\}\})?")
_INSIDE = re.compile(r"^\s*(?P<name>[A-Za-z_][\w.]*)\s*(?:\|\s*(?P<form>\w+)\s*)?$")
_CHANNEL_PARTS = ("address", "hours", "promise", "languages")
_MONEY_FORMS: Mapping[str, Callable[[Money, str], str]] = {
    "": format_money,
    "huf": lambda money, lang: format_huf(money.huf, lang),
    "eur": lambda money, lang: format_eur(money.eur, lang),
}


class WrongForm(ValueError):
    """The value has no such form; the message says which it has."""


def substitute(
    text: str,
    data: ShopData,
    lang: str,
    file: str,
    *,
    first_line: int = 1,
    as_markdown: bool = True,
) -> str:
    """Replace every `{{ name | form }}`; raise ContentError with a line for each wrong one.

    In Markdown a phone number and an e-mail address become links; elsewhere they stay plain.
    """
    if "{{" not in text:
        return text
    errors: list[ArticleError] = []

    def replace(found: re.Match[str]) -> str:
        line = first_line + text.count("\n", 0, found.start())
        inside = _INSIDE.match(found["inside"] or "")
        if not inside:
            hint = "Write {{ name }} or {{ name | form }}."
            errors.append(ArticleError(file, line, f"`{found[0]}` is no value.", hint))
            return found[0]
        name, form = inside["name"], inside["form"] or ""
        try:
            return write_value(name, data, lang, form=form, as_markdown=as_markdown)
        except KeyError:
            near = nearest(name, names(data), otherwise="Add it to content/_data/shop.yml.")
            errors.append(ArticleError(file, line, f"There is no value `{name}`.", near))
        except WrongForm as error:
            errors.append(ArticleError(file, line, f"`{found[0]}`: {error}"))
        return found[0]

    replaced = _PLACE.sub(replace, text)
    if errors:
        raise ContentError(errors)
    return replaced


def names(data: ShopData) -> list[str]:
    """Return every name that a text may use."""
    channels = [f"channels.{id_}.{part}" for id_ in data.channels for part in _CHANNEL_PARTS]
    return [*data.values, *channels]


def write_value(name: str, data: ShopData, lang: str, *, form: str = "", as_markdown: bool = True) -> str:
    """Write one value in a language; raise KeyError for an unknown name, else WrongForm."""
    group, _, rest = name.partition(".")
    if group == "channels" and "." in rest:
        id_, _, part = rest.partition(".")
        return _channel(data.channels[id_], part, data, lang, form=form)
    return _write(data.values[name], data, lang, form=form, as_markdown=as_markdown)


def _write(value: Value, data: ShopData, lang: str, *, form: str, as_markdown: bool) -> str:
    if isinstance(value, Period):
        return _period(value, data, lang, form)
    if isinstance(value, Money):
        _allow(form, _MONEY_FORMS)
        return _MONEY_FORMS[form](value, lang)
    if isinstance(value, Roubles):
        # What a text of the home market asks for in forints is stated in the one currency there is.
        _allow(form, ("", "rub", *_MONEY_FORMS))
        return format_money(value, lang)
    if isinstance(value, int | float) and not isinstance(value, bool):
        _allow(form, ("", "number"))
        return format_number(value, lang)
    if isinstance(value, Percent):
        _allow(form, ("", "number"))
        write = format_number if form else format_percent
        return write(value.percent, lang)
    _allow(form, ("",))
    return _text(value, lang, as_markdown=as_markdown)


def _text(value: Value, lang: str, *, as_markdown: bool) -> str:
    match value:
        case Phone():
            shown = value.phone.replace(" ", NBSP)
            return f"[{shown}]({value.href})" if as_markdown else shown
        case Email():
            return f"[{value.email}]({value.href})" if as_markdown else value.email
        case Url():
            return value.url
        case Text():
            return value.by_language[lang]
        case date():
            return format_date(value, lang)
        case _:
            return str(value)


def _period(value: Period, data: ShopData, lang: str, form: str) -> str:
    _allow(form, ("", *(str(known) for known in PeriodForm)))
    return format_period(value, lang, words=data.words, form=PeriodForm(form or "plain"))


def _channel(channel: Channel, part: str, data: ShopData, lang: str, *, form: str) -> str:
    promise = channel.promise_in(lang)
    if part == "promise" and promise is not None:
        return _period(promise, data, lang, form)
    _allow(form, ("",))
    if part == "hours":
        return format_hours(channel.hours, lang, words=data.words)
    if part == "address" and channel.address:
        return channel.address.replace(" ", NBSP) if channel.kind == "phone" else channel.address
    if part == "languages":
        spoken = [data.words.get(lang, f"language.spoken.{code}") for code in channel.languages]
        return format_list(spoken, lang)
    raise KeyError(part)


def _allow(form: str, forms: object) -> None:
    known = [str(name) for name in forms] if isinstance(forms, tuple | Mapping) else []
    if form not in known:
        shown = [name for name in known if name]
        hint = listed(shown) if shown else "It has none: leave `|` and what follows out."
        raise WrongForm(f"there is no form `{form}`. {nearest(form, shown, otherwise=hint)}")
