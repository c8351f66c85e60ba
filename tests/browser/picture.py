"""Take the picture of the README from the built website; run by ``make picture``."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.browser.chromium import FLAGS, provide

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "build" / "html" / "muscle-relaxation" / "how-kratom-affects-muscle-relaxation.html"
PICTURE = ROOT / "docs" / "_static" / "guide.png"


def main() -> None:
    """Write the picture.  Raises FileNotFoundError when the website is not built."""
    if not PAGE.is_file():
        raise FileNotFoundError(f"{PAGE} is missing: run 'make html' first")
    PICTURE.parent.mkdir(exist_ok=True)
    browser_path = provide()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path, args=list(FLAGS))
        page = browser.new_page(viewport={"width": 1280, "height": 860}, color_scheme="light")
        page.goto(PAGE.as_uri())
        page.screenshot(path=PICTURE)
        browser.close()


if __name__ == "__main__":
    main()
