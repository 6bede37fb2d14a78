"""Pictures: drawn anew without a word of where they were taken, and shown to the programme only."""

import struct
import zlib
from collections.abc import Callable
from contextlib import suppress
from io import BytesIO
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from changeprog.accounts.models import User
from changeprog.programme.models import Person, Programme
from teams.models import Picture, Victory
from teams.pictures import BYTES, LARGE, SMALL, Refused, render
from tests import factory

Browse = Callable[[Person | User | None], Client]
HERE = b"N 48 12 30 E 16 22 21 Vienna"


def located() -> BytesIO:
    """A photo that says where and with what it was taken."""
    exif = Image.Exif()
    exif[0x010F] = "Camera maker"
    exif.get_ifd(0x8825).update({1: "N", 2: (48.0, 12.0, 30.0), 3: "E", 4: (16.0, 22.0, 21.0)})
    exif[0x010E] = HERE.decode()
    return factory.picture_file(kind="JPEG", exif=exif, comment=HERE)


def upload(file: BytesIO, name: str = "photo.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, file.getvalue(), "image/jpeg")


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_picture_becomes_webp_in_two_sizes(kind: str) -> None:
    drawn = render(factory.picture_file(2000, 1000, kind))
    for rendition, side in ((drawn.large, LARGE), (drawn.small, SMALL)):
        with Image.open(BytesIO(rendition.content)) as opened:
            assert (opened.format, opened.size) == ("WEBP", (side, side // 2))
        assert (rendition.width, rendition.height) == (side, side // 2)


def test_a_small_picture_is_not_blown_up() -> None:
    assert (factory.draw(40, 30).large.width, factory.draw(40, 30).small.width) == (40, 40)


def test_nothing_of_where_it_was_taken_survives() -> None:
    file = located()
    assert HERE in file.getvalue()
    drawn = render(file)
    for rendition in (drawn.large, drawn.small):
        with Image.open(BytesIO(rendition.content)) as opened:
            opened.load()
            assert (dict(opened.getexif()), opened.info.get("icc_profile")) == ({}, None)
        assert HERE not in rendition.content
        assert all(mark not in rendition.content for mark in (b"EXIF", b"XMP ", b"ICCP"))


def test_a_photo_that_was_held_sideways_stands_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    drawn = render(factory.picture_file(400, 200, "JPEG", exif=exif))
    assert (drawn.large.width, drawn.large.height) == (200, 400)


def test_what_is_transparent_lies_on_white() -> None:
    file = BytesIO()
    Image.new("RGBA", (10, 10), (0, 0, 0, 0)).save(file, "PNG")
    file.seek(0)
    with Image.open(BytesIO(render(file).large.content)) as opened:
        assert opened.convert("RGB").getpixel((5, 5)) == (255, 255, 255)


def test_even_noise_fits() -> None:
    file = BytesIO()
    Image.effect_noise((1600, 1600), 120).convert("RGB").save(file, "PNG", compress_level=1)
    file.seek(0)
    drawn = render(file)
    assert max(len(drawn.large.content), len(drawn.small.content)) <= BYTES


def bomb(width: int, height: int) -> BytesIO:
    """A few bytes that claim to be a PNG of so many dots."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = [(b"IHDR", header), (b"IDAT", zlib.compress(b"\0" * 100)), (b"IEND", b"")]
    body = b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    )
    return BytesIO(b"\x89PNG\r\n\x1a\n" + body)


@pytest.mark.parametrize("size", [(6000, 6000), (60_000, 60_000)])
def test_a_decompression_bomb_is_refused_before_it_is_decoded(size: tuple[int, int]) -> None:
    with pytest.raises(Refused, match="too many dots"):
        render(bomb(*size))


@pytest.mark.parametrize(
    "content",
    [b"", b"hello", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"GIF89a" + b"\0" * 40],
)
def test_what_is_no_picture_is_refused_in_words(content: bytes) -> None:
    with pytest.raises(Refused, match="JPEG, PNG or WebP"):
        render(BytesIO(content))


@given(
    kind=st.sampled_from(["JPEG", "PNG", "WEBP"]), at=st.floats(0, 1), harm=st.binary(min_size=1)
)
def test_a_damaged_file_is_drawn_or_refused(kind: str, at: float, harm: bytes) -> None:
    whole = factory.picture_file(kind=kind).getvalue()
    place = int(at * len(whole))
    try:
        drawn = render(BytesIO(whole[:place] + harm + whole[place + len(harm) :]))
    except Refused:
        return
    assert drawn.large.content.startswith(b"RIFF")


@given(at=st.floats(0, 0.99))
def test_half_a_file_is_drawn_or_refused(at: float) -> None:
    whole = located().getvalue()
    with suppress(Refused):
        assert render(BytesIO(whole[: int(at * len(whole))])).large.content


# In the programme


@pytest.fixture
def shown(member: Person) -> Victory:
    picture = Picture.keep(member.programme, factory.draw())
    return factory.log_victory(member, "A tidy list", picture=picture, alt="A list on a wall")


def test_the_same_picture_is_kept_once(programme: Programme) -> None:
    kept = [Picture.keep(programme, factory.draw()) for _ in range(2)]
    assert kept[0] == kept[1]
    assert Picture.objects.count() == 1


def test_a_picture_is_sent_once_and_kept_by_this_browser_alone(
    browse: Browse, observer: Person, shown: Victory
) -> None:
    assert shown.picture
    client = browse(observer)
    for address in (shown.picture.get_absolute_url(), shown.picture.small_url):
        answer = client.get(address)
        headers = answer.headers
        assert (answer.status_code, headers["Content-Type"]) == (200, "image/webp")
        assert headers["Cache-Control"] == "private, max-age=31536000, immutable"
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
        again = client.get(address, headers={"If-None-Match": headers["ETag"]})
        assert (again.status_code, again.content) == (304, b"")


def test_a_picture_is_of_its_programme_alone(
    browse: Browse, outsider: User, stranger: Person, shown: Victory
) -> None:
    assert shown.picture
    address = shown.picture.get_absolute_url()
    elsewhere = reverse("teams:picture", args=[stranger.programme.key, shown.picture.digest])
    assert browse(None).get(address).status_code == 302
    statuses = [browse(who).get(address).status_code for who in (outsider, stranger)]
    assert [*statuses, browse(stranger).get(elsewhere).status_code] == [404] * 3


def test_the_picture_of_a_victory_that_was_taken_back_is_gone(
    browse: Browse, member: Person, champion: Person, shown: Victory
) -> None:
    assert shown.picture
    address = shown.picture.get_absolute_url()
    assert browse(member).get(address).status_code == 200
    shown.remove(champion)
    assert browse(member).get(address).status_code == 404
    shown.bring_back(champion)
    assert browse(member).get(address).status_code == 200


def log(client: Client, programme: Programme, file: Any) -> Any:
    words = {"kind": "victory", "what": "A tidy list", "key": uuid4().hex, "picture": file}
    return client.post(reverse("teams:log", args=[programme.key]), words)


def test_a_picture_can_be_logged_with_the_words(
    browse: Browse, member: Person, programme: Programme
) -> None:
    assert log(browse(member), programme, upload(located())).status_code == 302
    picture = Victory.objects.get().picture
    assert picture
    assert HERE not in bytes(picture.large)


def test_a_picture_that_is_refused_leaves_the_words(
    browse: Browse, member: Person, programme: Programme
) -> None:
    client = browse(member)
    large = SimpleUploadedFile("big.jpg", b"\0" * 8_400_000, "image/jpeg")
    for file, words in (
        (large, "This picture has 8.4 MB; 8 MB is the most."),
        (upload(bomb(6000, 6000)), "too many dots"),
        (upload(BytesIO(b"hello")), "This is not a picture that can be read."),
        (upload(BytesIO()), "This file is empty."),
    ):
        answer = log(client, programme, file)
        assert answer.status_code == 422
        assert words in answer.content.decode()
        assert "A tidy list" in answer.content.decode()
    assert (Victory.objects.count(), Picture.objects.count()) == (0, 0)
