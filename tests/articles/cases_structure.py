"""What belongs together: names, links, files, values, blocks, guides, data files."""

from tests.articles.cases import FILE, RU, Case, english, russian
from tests.articles.making import DATA, make_article

STAFF_ONLY = {
    f"{lang}/orders/send-it-back.md": make_article(id="send-it-back", title="Inside", audience="staff")
    for lang in ("en", "ru", "hu")
}


CASES = [
    Case(
        "ids",
        "content/en/orders/zz.md:2: error: The id `cancel-an-order` belongs to "
        f"{FILE}:2 already. Give one of the two another id; keep the older one, figures hang on it. [ids]",
        wrong={"en/orders/zz.md": make_article()},
        right={"en/orders/zz.md": make_article(id="zz")},
    ),
    Case(
        "places",
        "content/en/order/x.md:1: error: There is no category `order`. Did you mean `orders`? [places]",
        wrong={"en/order/x.md": make_article(id="x")},
        right={"en/orders/x.md": make_article(id="x")},
    ),
    Case(
        "references",
        f"{FILE}:11: error: There is no article `order-faq`. Did you mean `orders-faq`? [references]",
        wrong=english("", related="[order-faq]"),
        right=english("", related="[orders-faq]"),
    ),
    Case(
        "links",
        f"{FILE}:13: error: The link `order-faq.md` leads nowhere. Did you mean `orders-faq.md`? [links]",
        wrong=english("[Questions](order-faq.md)\n"),
        right=english("[Questions](orders-faq.md) and [contact](../contact/index.md)\n"),
    ),
    Case(
        "staff-only",
        f"{FILE}:13: error: `send-it-back.md` is for staff only. "
        "Take it out: readers would be led to nothing. [staff-only]",
        wrong=english("[Inside](send-it-back.md)\n") | STAFF_ONLY,
        right=english("[Questions](orders-faq.md)\n") | STAFF_ONLY,
    ),
    Case(
        "pictures",
        f"{FILE}:13: error: The picture `x.png` is not there. "
        "Put the file into content/en/orders/. [pictures]",
        wrong=english("![The button](x.png)\n"),
        right=english("![The button](x.png)\n") | {"en/orders/x.png": "picture"},
    ),
    Case(
        "videos",
        f"{FILE}:13: error: The video `x.mp4` has no captions. "
        "Put WebVTT captions beside it as `orders/x.vtt`. [videos]",
        wrong=english("![How it opens](x.mp4)\n") | {"en/orders/x.mp4": "video", "en/orders/x.jpg": "still"},
        right=english("![How it opens](x.mp4)\n")
        | {"en/orders/x.mp4": "video", "en/orders/x.jpg": "still", "en/orders/x.vtt": "WEBVTT"},
    ),
    Case(
        "anchors",
        f"{FILE}:13: error: The link `orders-faq.md#pay-in-euro` names a heading that does not exist. "
        "Did you mean `#pay-in-euros`? [anchors]",
        wrong=english("[Euros](orders-faq.md#pay-in-euro)\n"),
        right=english("[Euros](orders-faq.md#pay-in-euros) [here](#at-1990-ft)\n\n## At 1990 *Ft*\n"),
    ),
    Case(
        "values",
        f"{FILE}:13: error: There is no value `delivery.home.prize`. "
        "Did you mean `delivery.home.price`? [values]",
        wrong=english("It costs {{ delivery.home.prize }}.\n"),
        right=english("It costs {{ delivery.home.price }}.\n"),
    ),
    Case(
        "blocks",
        f"{FILE}:13: error: There is no snippet `reduced` in `en`. Did you mean `reduced-value`? [blocks]",
        wrong=english("::: snippet reduced\n") | {"_snippets/en/reduced-value.md": "Text.\n"},
        right=english("::: snippet reduced-value\n") | {"_snippets/en/reduced-value.md": "Text.\n"},
    ),
    Case(
        "blocks",
        "content/_snippets/en/a.md:1: error: The snippet `a` contains itself. "
        "Take one of the `::: snippet` lines out. [blocks]",
        wrong={"_snippets/en/a.md": "::: snippet b\n", "_snippets/en/b.md": "::: snippet a\n"},
    ),
    Case(
        "blocks",
        f"{FILE}:13: error: There is no market `rusia`. Did you mean `russia`? [blocks]",
        wrong=english("::: market rusia\nText.\n:::\n") | {"_data/shop.russia.yml": "a: b\n"},
        right=english("::: market russia, home\nText.\n:::\n") | {"_data/shop.russia.yml": "a: b\n"},
    ),
    Case(
        "blocks",
        f"{FILE}:13: error: This market block is not closed. Put a line `:::` after it. [blocks]",
        wrong=english("::: market home\nText.\n"),
    ),
    Case(
        "blocks",
        f"{FILE}:13: error: `:::` closes nothing. Take the line out. [blocks]",
        wrong=english(":::\n"),
    ),
    Case(
        "blocks",
        f"{FILE}:13: error: There is no block `markt`. Did you mean `market`? [blocks]",
        wrong=english("::: markt home\n"),
    ),
    Case(
        "guides",
        f"{FILE}:13: error: `::: choices` belongs to the steps of a guide that asks. "
        "Write `kind: guide` and, in one of the steps, `::: choices`. [guides]",
        wrong=english("::: choices\n- [Yes](#yes)\n:::\n"),
        right=english("No question.\n"),
    ),
    Case(
        "links",
        "content/_snippets/en/a.md:2: error: The link `../orders/gone.md` leads nowhere. "
        "Did you mean `../orders/index.md`? [links]",
        wrong={"_snippets/en/a.md": "See\n[it](../orders/gone.md).\n"},
    ),
    Case(
        "translation-pairs",
        f"content/{RU}:5: error: `kind` is `faq`, but `article` in the original. "
        f"Write `kind: article` (see {FILE}:5). [translation-pairs]",
        wrong=russian("", kind="faq"),
        right=russian(""),
    ),
    Case(
        "data-links",
        "content/_data/home.yml:1: error: There is no article `orders-fak`. "
        "Did you mean `orders-faq`? [data-links]",
        data={"home.yml": "popular: [orders-fak]\n"},
        right_data={"home.yml": "popular: [orders-faq]\n"},
    ),
    Case(
        "redirects",
        "content/_data/redirects.yml:1: error: There is no article `orders-fak`. "
        "Did you mean `orders-faq`? [redirects]",
        data={"redirects.yml": "- {from: orders/common, to: orders-fak}\n"},
        right_data={"redirects.yml": "- {from: orders/common, to: orders-faq}\n"},
    ),
    Case(
        "blocks",
        f"{FILE}:11: error: There is no market `rusia`. Did you mean `russia`? [blocks]",
        wrong=english("", only_in="[rusia]") | {"_data/shop.russia.yml": "a: b\n"},
        right=english("", only_in="[russia]") | {"_data/shop.russia.yml": "a: b\n"},
    ),
    Case(
        "acts",
        "content/_data/topics.yml:14: error: `complaint` is of nature complaint and must not suggest "
        "articles before Send. Write `suggest: false`. [acts]",
        data={"topics.yml": DATA["topics.yml"].replace("suggest: false", "suggest: true")},
        right={},
    ),
]
