"""The pictures in README and docs: the demo as a browser shows it; ``bin/pictures`` takes them.

bin/pictures            all of them
bin/pictures home web   these
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from changeprog.up import ROOT
from tests.addresses import free_port
from tests.engines.deadline import wait_until
from tests.engines.up import RUNNING

FOLDER = ROOT / "docs" / "pictures"
LARGEST = 150_000
"""Bytes; a picture that is larger is kept with less detail."""
QUALITIES = (82, 74, 66, 58, 50)
PROGRAMME = "/p/demo2222/"
CHAMPION, MEMBER = "Ruth Calder", "Anita Deshmukh"
PHONE, DESK = (390, 780), (1280, 860)


@dataclass(frozen=True)
class Shot:
    """One picture: who looks at which page, how large, and what is brought into view first."""

    name: str
    path: str
    size: tuple[int, int] = DESK
    who: str = CHAMPION
    to: str = ""
    theme: str = "light"


SHOTS = [
    Shot("home", "home/"),
    Shot("home-dark", "home/", PHONE, theme="dark"),
    Shot("chain", "chain/picture/", (1440, 900)),
    Shot("objective", "direction/objectives/1/", to="main figure"),
    Shot("workshop", "workshops/proposals/1/", to="main figure"),
    Shot("log", "victories-and-barriers/log/", PHONE, MEMBER),
    Shot("web", "people/map/web/", to="main figure"),
    Shot("onboarding", "onboarding/"),
]


def main(names: Sequence[str]) -> None:
    """Take the pictures named, or all."""
    FOLDER.mkdir(exist_ok=True)
    wanted = [shot for shot in SHOTS if not names or shot.name in names]
    with _demo() as (address, links), sync_playwright() as playwright:
        program = shutil.which("chromium")
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        for shot in wanted:
            file = FOLDER / f"{shot.name}.webp"
            file.write_bytes(_small(_taken(browser, shot, address, links[shot.who])))
            sys.stdout.write(f"{file.relative_to(ROOT)}: {file.stat().st_size // 1000} kB\n")
        browser.close()


@contextmanager
def _demo() -> Iterator[tuple[str, dict[str, str]]]:
    """Run the demo in a folder of its own; yield its address, and sign-in links by name."""
    with tempfile.TemporaryDirectory() as folder:
        output = Path(folder) / "output"
        settings = {"VAR_DIR": f"{folder}/var", "PORT": str(free_port())}
        with output.open("wb") as said:
            command = [sys.executable, "-m", "changeprog.up", "--demo"]
            process = subprocess.Popen(
                command, cwd=ROOT, env={**os.environ, **settings}, stdout=said, stderr=said
            )
        try:
            wait_until(lambda: RUNNING in output.read_text(), "the demo runs", seconds=900)
            yield f"http://127.0.0.1:{settings['PORT']}", _links(output.read_text())
        finally:
            process.terminate()
            process.wait(60)


def _links(said: str) -> dict[str, str]:
    """Return the sign-in link that stands behind each name."""
    return dict(re.findall(r"^ +([^,]+), .* (http://\S+)$", said, re.MULTILINE))


def _taken(browser: Browser, shot: Shot, address: str, link: str) -> bytes:
    width, height = shot.size
    context = browser.new_context(
        viewport={"width": width, "height": height},
        device_scale_factor=1.5,
        color_scheme="dark" if shot.theme == "dark" else "light",
        reduced_motion="reduce",
    )
    page = context.new_page()
    page.goto(link)
    page.click("main button")
    page.wait_for_load_state()
    page.goto(f"{address}{PROGRAMME}{shot.path}")
    _settle(page, shot.to)
    taken = page.screenshot()
    context.close()
    return taken


def _settle(page: Page, to: str) -> None:
    """Wait for letters and the live dot, and bring ``to`` to the top."""
    page.evaluate("document.fonts.ready")
    page.wait_for_timeout(1500)
    if to:
        page.locator(to).first.evaluate("it => scrollTo(0, it.getBoundingClientRect().top - 90)")


def _small(png: bytes) -> bytes:
    """Return the picture as WebP below ``LARGEST``, with as much detail as fits."""
    picture = Image.open(BytesIO(png)).convert("RGB")
    for quality in QUALITIES:
        drawn = BytesIO()
        picture.save(drawn, "WEBP", quality=quality, method=6)
        if drawn.tell() < LARGEST:
            break
    return drawn.getvalue()


if __name__ == "__main__":
    main(sys.argv[1:])
