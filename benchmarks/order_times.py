"""How long the order page takes for right, wrong and unknown: the three must not be told apart.

Starts the service over the built site and invented orders, asks at random, and prints the distributions and
the probability that of two answers that of a wrong address is the slower one (0.5: time tells nothing).

    python -m benchmarks.order_times --asks 50
"""

import argparse
import random
import re
import statistics
import tempfile
import time
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import Request, build_opener

from tests.building import build
from tests.conftest import READER
from tests.running import running

ORDERS = [
    *((number, "anna@example.com") for number in ("104-2391", "104-2377", "104-2350")),
    *((number, "boris@example.com") for number in ("104-2366", "104-2384", "104-2399")),
    *((number, "eva@example.com") for number in ("104-2402", "104-2405", "104-2361", "104-2370")),
]
KINDS = {
    "right": ORDERS,
    "wrong address": [(number, "nobody{n}@example.com") for number, _ in ORDERS],
    "unknown number": [("{n:03}-7777", email) for _, email in ORDERS],
}
MOST = 50
"""Each number may be asked ten times in a quarter of an hour: five times rightly and five times wrongly."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--asks", type=int, default=MOST, help="asks of each kind, 50 at most")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        site = build(Path(folder))
        with running(site) as service:
            print_all(measure(service.url, min(given.asks, MOST)))


def measure(url: str, asks: int) -> dict[str, list[float]]:
    """Return the seconds of each kind, asked in a random order so that a busy moment meets all alike."""
    opener = build_opener()
    opener.addheaders = [("User-Agent", READER)]
    page = opener.open(f"{url}en/orders/").read().decode()
    token = re.search(r'name="token" value="([^"]+)"', page)
    assert token is not None
    rounds = [kind for kind in KINDS for _ in range(asks)]
    random.Random(7).shuffle(rounds)  # noqa: S311  an order, no secret
    found: dict[str, list[float]] = {kind: [] for kind in KINDS}
    for n, kind in enumerate(rounds):
        number, email = KINDS[kind][len(found[kind]) % len(ORDERS)]
        told = {"number": number.format(n=n), "email": email.format(n=n), "token": token[1], "website": ""}
        request = Request(f"{url}en/orders/", urlencode(told | {"action": "find"}).encode())  # noqa: S310  our own service
        begun = time.perf_counter()
        answer = opener.open(request).read()
        found[kind].append(time.perf_counter() - begun)
        assert (b"order__state" in answer) is (kind == "right")
    return found


def print_all(found: dict[str, list[float]]) -> None:
    for kind, times in found.items():
        cuts = statistics.quantiles(times, n=20)
        print(
            f"{kind:<16} n {len(times):>4}  median {statistics.median(times) * 1000:7.1f} ms  "
            f"p5 {cuts[0] * 1000:7.1f}  p95 {cuts[-1] * 1000:7.1f}"
        )
    wrong, unknown = found["wrong address"], found["unknown number"]
    slower = sum((a > b) + (a == b) / 2 for a in wrong for b in unknown) / (len(wrong) * len(unknown))
    print(f"a wrong address is slower than an unknown number in {slower:.2f} of all pairs")


if __name__ == "__main__":
    main()
