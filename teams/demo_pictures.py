"""Two small illustrations for the demo, drawn with a few shapes."""

from io import BytesIO

from PIL import Image, ImageDraw

from teams.pictures import Rendered, render

SIZE = (1200, 800)
PAPER, INK, BLUE, TEAL, SAND, RUST = (
    "#f3ece0", "#3b342c", "#2d3a9b", "#2b7670", "#e2b27d", "#b2562a"
)  # fmt: skip
HUES = (BLUE, TEAL, SAND, RUST, "#7a3f98", "#6dab9f", "#a1345c")


def one_list() -> Rendered:
    """Seven stacks of cards on the left, one tall stack on the right, an arrow between them."""
    sheet, draw = _sheet()
    for number, hue in enumerate(HUES):
        left, top = 110 + number % 2 * 210, 120 + number // 2 * 150 + number % 2 * 70
        for card in range(3):
            _card(draw, left + card * 9, top + card * 11, 150, 74, hue)
    draw.line((575, 405, 700, 405), fill=INK, width=12)
    draw.polygon([(695, 375), (755, 405), (695, 435)], fill=INK)
    for card in range(14):
        _card(draw, 830 + card % 3 * 5, 160 + card * 33, 230, 74, HUES[card % len(HUES)])
    return _rendered(sheet)


def service_desk() -> Rendered:
    """A desk with two screens and a headset; on the left screen an offer is open."""
    sheet, draw = _sheet()
    draw.rectangle((0, 610, *SIZE), fill="#ddd0bb")
    for left, right in ((170, 590), (640, 1000)):
        middle = (left + right) // 2
        draw.rectangle((middle - 16, 520, middle + 16, 612), fill=INK)
        draw.rounded_rectangle((middle - 80, 598, middle + 80, 618), 10, fill=INK)
        draw.rounded_rectangle((left, 190, right, 530), 18, fill=INK)
        draw.rounded_rectangle((left + 16, 206, right - 16, 514), 8, fill="#fffdf9")
    draw.rounded_rectangle((216, 236, 430, 276), 8, fill=BLUE)
    for line, width in enumerate((300, 260, 310, 200)):
        draw.rounded_rectangle((216, 306 + line * 34, 216 + width, 320 + line * 34), 7, fill=SAND)
    draw.rounded_rectangle((420, 440, 540, 486), 12, fill=TEAL)
    for line, width in enumerate((230, 270, 190, 250, 220, 150)):
        draw.rounded_rectangle(
            (686, 246 + line * 38, 686 + width, 258 + line * 38), 6, fill="#d9cdb8"
        )
    draw.arc((1020, 470, 1130, 600), 180, 360, fill=INK, width=12)
    for left in (1008, 1108):
        draw.rounded_rectangle((left, 525, left + 34, 600), 14, fill=RUST)
    return _rendered(sheet)


def _sheet() -> tuple[Image.Image, ImageDraw.ImageDraw]:
    sheet = Image.new("RGB", SIZE, PAPER)
    return sheet, ImageDraw.Draw(sheet)


def _card(  # noqa: PLR0913, PLR0917 -- where and how large
    draw: ImageDraw.ImageDraw, left: int, top: int, width: int, height: int, hue: str
) -> None:
    box = (left, top, left + width, top + height)
    draw.rounded_rectangle(box, 12, fill="#fffdf9", outline=INK, width=3)
    draw.rounded_rectangle((left + 12, top + 14, left + 38, top + 40), 8, fill=hue)
    for line in (20, 40):
        draw.line((left + 52, top + line, left + width - 16, top + line), fill="#cbbfab", width=6)


def _rendered(sheet: Image.Image) -> Rendered:
    file = BytesIO()
    sheet.save(file, "PNG", compress_level=1)
    file.seek(0)
    return render(file)
