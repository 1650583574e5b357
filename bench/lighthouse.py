"""Lighthouse's four figures of the portal's first pages, the median of three, against a running desk: `make lighthouse`.

PORT as of `make run`. Exit status 1 where a figure is below 95.
"""

import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from urllib.request import urlopen

ROOT = Path(__file__).resolve().parent.parent
LEAST, TIMES = 95, 3
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
_BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
_ARTICLE = re.compile(r'href="(/help/en/articles/[^"]+)"')


def main() -> int:
    site = f"http://127.0.0.1:{os.environ.get('PORT', '8000')}"
    browser = next(filter(None, map(shutil.which, _BROWSERS)), None)
    if browser is None:
        print("There is no Chromium on this machine: make browser")
        return 2
    article = _ARTICLE.search(urlopen(f"{site}/help/en/", timeout=30).read().decode())  # noqa: S310  # our own desk
    if article is None:
        print("There is no article in the help centre; load the demo.")
        return 2
    worst = 100
    print(f"{'':44}{'  '.join(CATEGORIES)}")
    for path in ("/", "/help/en/", article[1]):
        figures, poor = _median(site + path, browser)
        worst = min(worst, *figures.values())
        print(f"{path:44}{'  '.join(f'{figures[name]:>{len(name)}.0f}' for name in CATEGORIES)}")
        for told in poor:
            print(f"    {told}")
    return 0 if worst >= LEAST else 1


def _median(url: str, browser: str) -> tuple[dict[str, float], list[str]]:
    """Of each category, and what the last run found wrong."""
    reports = [_report(url, browser) for _turn in range(TIMES)]
    figures = {
        name: statistics.median(100 * report["categories"][name]["score"] for report in reports) for name in CATEGORIES
    }
    audits = reports[-1]["audits"].values()
    poor = [
        one
        for one in audits
        if one["score"] is not None and one["score"] < 0.9 and one["scoreDisplayMode"] != "informative"
    ]
    return figures, [f"{one['id']}: {one['title']} {one.get('displayValue', '')}".strip() for one in poor]


def _report(url: str, browser: str) -> dict:
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "report.json"
        command = [str(ROOT / "node_modules" / ".bin" / "lighthouse"), url, "--quiet", "--output=json"]
        command += [f"--output-path={out}", f"--only-categories={','.join(CATEGORIES)}"]
        command += ["--chrome-flags=--headless=new --no-sandbox --disable-gpu", "--no-enable-error-reporting"]
        subprocess.run(command, check=True, timeout=300, env={**os.environ, "CHROME_PATH": browser})
        return json.loads(out.read_text())


if __name__ == "__main__":
    sys.exit(main())
