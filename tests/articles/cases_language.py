"""How texts are written: headings, length, reading ease, terms, address, nobody's data."""

from textwrap import dedent

from portal.articles.rules.context import UsedWord
from portal.articles.terms import read_terms
from tests.articles.cases import FILE, HU, RU, Case, english, hungarian, russian
from tests.articles.making import make_article

TERMS = read_terms(
    dedent(
        """
        - id: invoice
          use: {ru: счёт, hu: számla}
          wrong:
            ru: [инвойс*]
            hu: [{find: áfás száml*, where: title}]
        - id: return
          use: {ru: возврат товара}
          wrong: {ru: [{find: возврат*, where: title, unless: [возврат* товар*]}]}
        - id: withdrawal
          use: {hu: elállás}
          wrong: {hu: [{find: lemondás*, topics: [complaint]}]}
        """
    ),
    "terms.yml",
    languages=("en", "ru", "hu"),
)


TAKE_IT_OUT = (
    "Take it out; the shop's own stand in shop.yml, what else may be shown in public.yml. [personal-data]"
)
LONG = "We will send you the thing that you have asked us for as soon as we can find it " * 3
HARD = (
    "Notwithstanding aforementioned contractual obligations, reimbursement necessitates documentation. " * 12
)
HARD_RU = "Предоставление документального подтверждения осуществляется уполномоченными представителями. " * 20
HARD_HU = "Felhatalmazott képviselőink kötelezettségvállalásának teljesítése dokumentálandó. " * 20
EASY = "You can do it now. Open the page and press the button. We tell you when it is done. " * 6


CASES = [
    Case(
        "alternative-texts",
        f"{FILE}:13: error: A picture has no alternative text. "
        "Say what it shows: `![The button below the order](button.png)`. [alternative-texts]",
        wrong=english("![](x.png)\n"),
        right=english("![The button below the order](x.png)\n"),
    ),
    Case(
        "alternative-texts",
        f"{FILE}:13: error: The alternative text `IMG_2034.png` says nothing. "
        "Say what there is to see, as you would on the telephone. [alternative-texts]",
        wrong=english("![IMG_2034.png](x.png)\n"),
    ),
    Case(
        "translation-headings",
        f"content/{RU}:12: warning: 1 `##` headings, but 0 in {FILE}. "
        "Give both the same sections in the same order. [translation-headings]",
        wrong=russian("Текст.\n\n## Ещё\n\nТекст.\n"),
        right=russian("Текст.\n"),
    ),
    Case(
        "translation-headings",
        "content/hu/orders/orders-faq.md:13: warning: The question is named `elso`, but `pay-in-euros` in "
        "the original. Write `{ #pay-in-euros }`. [translation-headings]",
        wrong={
            "hu/orders/orders-faq.md": make_article(
                "## Kérdés { #elso }\n\nIgen.\n\n## Még egy { #next }\n\nNem.\n", id="orders-faq", kind="faq"
            )
        },
    ),
    Case(
        "interface-words",
        "themes/x.html:3: error: There is no word `vote.questin`. Did you mean `vote.question`? "
        "[interface-words]",
        more={"used_words": (UsedWord("themes/x.html", 3, "vote.questin"),)},
        right_more={"used_words": (UsedWord("themes/x.html", 3, "vote.question"),)},
    ),
    Case(
        "headings",
        f"{FILE}:13: warning: `# Title` is a second title. "
        "Begin with `##`; the title is in the front matter. [headings]",
        wrong=english("# Title\n\nText.\n"),
        right=english("## One\n\n### Two\n\n## Three\n"),
    ),
    Case(
        "headings",
        f"{FILE}:15: warning: `#### Deep` leaves out a level. Write `### Deep`. [headings]",
        wrong=english("## One\n\n#### Deep\n"),
    ),
    Case(
        "headings",
        f"{FILE}:15: warning: The heading `One` stands in line 13, too. "
        "Say in each what sets it apart; both get an address. [headings]",
        wrong=english("## One\n\n## One { #one }\n"),
    ),
    Case(
        "headings",
        f"{FILE}:13: warning: A heading is empty. "
        "Write what the section tells, or take the heading out. [headings]",
        wrong=english("##\n\nText.\n"),
    ),
    Case(
        "headings",
        f"{FILE}:13: warning: The heading `How to:` ends with a sign it does not need. "
        "Write `How to`. [headings]",
        wrong=english("## How to:\n"),
    ),
    Case(
        "questions",
        f"{FILE}:7: warning: 2 questions; 4 to 8 help search best. "
        "Write under `questions` how customers put it, short and long. [questions]",
        wrong=english("", questions="[a, b]"),
        right=english("", questions="[a, b, c, d]"),
    ),
    Case(
        "length",
        f"{FILE}:15: warning: A sentence of 57 words; 40 are the most. "
        "One thought a sentence; or make a list of it. [length]",
        wrong=english(f"Short.\n\n{LONG[:-1]}.\n"),
        right=english("Short.\n\n- one thing\n- another\n"),
    ),
    Case(
        "length",
        f"{FILE}:3: warning: The title has 80 characters; 70 are enough. "
        "Say only what sets this article apart. [length]",
        wrong=english("", title="x" * 80),
    ),
    Case(
        "length",
        f"{FILE}:12: warning: The text has 1000 words; 900 are enough. "
        "Make two articles of it, each with its own question. [length]",
        wrong=english("Two words. " * 500),
    ),
    Case(
        "readability",
        f"{FILE}:12: warning: Hard to read: Flesch reading ease -163, 60 is the least. "
        "Shorten the sentences; take the customers' words for the long ones. [readability]",
        wrong=english(HARD),
        right=english(EASY),
    ),
    Case(
        "readability",
        f"content/{RU}:12: warning: Hard to read: reading ease after Oborneva -162, 45 is the least. "
        "Shorten the sentences; take the customers' words for the long ones. [readability]",
        wrong=russian(HARD_RU),
    ),
    Case(
        "readability",
        f"content/{HU}:12: warning: Hard to read: LIX 105, 55 is the most. "
        "Shorten the sentences; take the customers' words for the long ones. [readability]",
        wrong=hungarian(HARD_HU),
    ),
    Case(
        "terms",
        f"content/{RU}:13: error: `инвойсы` is not our word. Write `счёт` (content/_data/terms.yml). [terms]",
        wrong=russian("Все инвойсы.\n"),
        right=russian("Все [счета](x-инвойс.md).\n", questions="[инвойс, b, c, d]"),
        more={"terms": TERMS},
        right_more={"terms": TERMS},
    ),
    Case(
        "terms",
        f"content/{RU}:3: error: `Возврат` is not our word. "
        "Write `возврат товара` (content/_data/terms.yml). [terms]",
        wrong=russian("", title="Возврат"),
        right=russian("Возврат.\n", title="Возврат товара"),
        more={"terms": TERMS},
        right_more={"terms": TERMS},
    ),
    Case(
        "terms",
        f"content/{HU}:13: error: `Áfás számlát` is not our word. "
        "Write `számla` (content/_data/terms.yml). [terms]",
        wrong=hungarian("## Áfás számlát kérek\n"),
        right=hungarian("Áfás számlát és lemondást.\n"),
        more={"terms": TERMS},
        right_more={"terms": TERMS},
    ),
    Case(
        "informal-address",
        f"content/{RU}:13: error: `твой` is informal address. "
        "Write «вы», «ваш», «нажмите». [informal-address]",
        wrong=russian("Где твой заказ?\n"),
        right=russian("Где ваш заказ? Автомат выдаёт посылку, и тысяча товаров.\n"),
    ),
    Case(
        "informal-address",
        f"content/{HU}:13: error: `Kattints` is informal address. "
        "Write in the third person: „kattintson”, „a rendelése”, „Ön”. [informal-address]",
        wrong=hungarian("Kattints ide.\n"),
        right=hungarian(
            "Kattintson ide. A rendelését itt találja, vagy keressen minket. Adja meg a nevét.\n"
        ),
    ),
    Case(
        "personal-data",
        f"{FILE}:13: error: `anna.kovacs@gmail.com` looks like an e-mail address. {TAKE_IT_OUT}",
        wrong=english("Write to anna.kovacs@gmail.com.\n"),
        right=english("Write to name@example.com, order 104-2391 of 2026-11-03 at 14 990 Ft, 45/2014.\n"),
    ),
    Case(
        "personal-data",
        f"{FILE}:13: error: `+36 30 123 4567` looks like a telephone number. {TAKE_IT_OUT}",
        wrong=english("Call +36 30 123 4567.\n"),
        right=english("Call +36 30 123 4567.\n"),
        right_more={"public": frozenset({"+36301234567"})},
    ),
    Case(
        "personal-data",
        f"{FILE}:13: error: `4111 1111 1111 1111` looks like a card number. {TAKE_IT_OUT}",
        wrong=english("Card 4111 1111 1111 1111.\n"),
        right=english("Card 4111 1111 1111 1112.\n"),
    ),
    Case(
        "personal-data",
        f"{FILE}:13: error: `HU42117730161111101800000000` looks like a bank account. {TAKE_IT_OUT}",
        wrong=english("To HU42117730161111101800000000.\n"),
    ),
    Case(
        "personal-data",
        f"content/{RU}:13: error: `Иванова Ивана Петровича` looks like a person's name. {TAKE_IT_OUT}",
        wrong=russian("Заказ Иванова Ивана Петровича.\n"),
        right=russian("Заказ получателя.\n"),
    ),
]
