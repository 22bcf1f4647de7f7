"""How long people wait, while they type, from a key to the painted list.

    python -m benchmarks.search_paint [--chromium /usr/bin/chromium]

The real service with the built demo (run `portal build` first) and headless Chromium: questions are typed
into the search box, key by key. A key is paired with the first frame behind the change of the list that
shows its text; keys whose request the next key cancelled have no list.
"""

import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

import click
from playwright.sync_api import Page, sync_playwright

from benchmarks.serving import QUERIES, free_port, place, wait_for

# Between keys of somebody who types well, in milliseconds.
BETWEEN_KEYS = 120
WAIT = 600
WATCH = """
() => {
  const box = document.querySelector("input[type=search]");
  const list = document.querySelector(".search__list");
  const times = (window.paintTimes = []);
  let begun = 0;
  box.addEventListener("keydown", () => (begun = performance.now()), true);
  new MutationObserver(() => {
    if (!begun || !list.childElementCount) return;
    const key = begun;
    begun = 0;
    requestAnimationFrame(() => {
      const painted = new MessageChannel();
      painted.port1.onmessage = () => times.push(performance.now() - key);
      painted.port2.postMessage("");
    });
  }).observe(list, { childList: true });
}
"""


def type_questions(page: Page, base: str) -> tuple[list[float], int, int]:
    """Give the milliseconds of each list, how many keys were struck, and how many requests were cancelled."""
    times: list[float] = []
    cancelled: list[str] = []
    page.on("requestfailed", lambda request: cancelled.append(request.url))
    keys = 0
    for question in QUERIES:
        page.goto(f"{base}/en/")
        box = page.locator("input[type=search]").first
        box.click()
        page.locator(".search__list").first.wait_for(state="attached")
        page.evaluate(WATCH)
        # Typed, taken back by half, and typed again: what was answered before is kept.
        half = len(question) // 2
        page.keyboard.type(question, delay=BETWEEN_KEYS)
        for _ in range(half):
            page.keyboard.press("Backspace", delay=BETWEEN_KEYS)
        page.keyboard.type(question[len(question) - half :], delay=BETWEEN_KEYS)
        page.wait_for_timeout(WAIT)
        keys += len(question) + 2 * half
        times += page.evaluate("window.paintTimes")
    return times, keys, len(cancelled)


@click.command()
@click.option("--chromium", default="/usr/bin/chromium", show_default=True)
@click.option("--var", type=click.Path(path_type=Path, exists=True), default="var", show_default=True)
def main(chromium: str, var: Path) -> None:
    """Print how long it takes from a key to the painted list."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        port = free_port()
        env = {
            "PATH": "/usr/bin:/bin",
            "PYTHONPATH": str(Path.cwd()),
            "PORTAL_PORT": str(port),
            "PORTAL_DATABASE_URL": f"sqlite:///{folder / 'portal.db'}",
            "PORTAL_READS_PER_MINUTE": "100000000",
        }
        command = [sys.executable, "-m", "portal", "serve"]
        served = place(folder, None, "en", var)
        service = subprocess.Popen(command, env=env, cwd=served, stdout=subprocess.DEVNULL)
        try:
            base = f"http://127.0.0.1:{port}"
            wait_for(f"{base}/healthz")
            with sync_playwright() as playwright:
                arguments = ["--no-sandbox", "--disable-dev-shm-usage"]
                browser = playwright.chromium.launch(executable_path=chromium, args=arguments)
                times, keys, cancelled = type_questions(browser.new_page(), base)
                browser.close()
        finally:
            service.terminate()
            service.wait(timeout=20)
    times.sort()
    p50, p95 = statistics.median(times), times[int(0.95 * len(times))]
    click.echo(
        f"{keys} keys, {len(times)} lists, {cancelled} requests cancelled: p50 {p50:.0f} ms, p95 {p95:.0f} ms"
    )
    click.echo(f"load of the machine {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main()
