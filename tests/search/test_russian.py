"""Russian words of one root have one stem, and words of different roots have not."""

import pytest

from search.analysis import get_analyzer

ALIKE = (
    "канал канала каналу каналов",
    "правило правил правилам",
    "запись записи записью",
    "отмена отмене отменить отменять отменён",
    "загрузить загружать загрузка загрузок загружен",
    "настройка настроек настроить настройте",
    "возврат возвращать возвратить вернуть вернули верните",
    "оплата оплатить оплачивать оплачен",
    "отправка отправить отправлять отправьте",
    "подписка подписок подписаться",
    "войти вход вошёл войдите",
    "прийти пришла приходит придёт",
    "прислать присылать пришлите",
    "выбор выбрать выберите выбирать",
    "открыть откройте открывать открыт",
    "заказать закажу заказывать",
    "применить применять применение",
    "размещать разместить размещение",
    "проверить проверьте проверка",
)
APART = ("вода вход", "код кода ход", "минута мина", "пришла пришлите", "карта карточка", "посылка пошлина")


def stems_of(words: str) -> list[str]:
    analyzer = get_analyzer("ru")
    return [analyzer.stem(token.word) for token in analyzer.tokens(words)]


@pytest.mark.parametrize("words", ALIKE)
def test_words_of_one_root_have_one_stem(words: str) -> None:
    assert len(set(stems_of(words))) == 1


@pytest.mark.parametrize("words", APART)
def test_words_of_different_roots_stay_apart(words: str) -> None:
    first, *_, last = stems_of(words)

    assert first != last
