"""Icons are drawn once for each way in which a tag asks for them, as the package draws them."""

from django.template import engines
from lucide.templatetags.lucide import lucide


def drawn(name: str, **said: object) -> str:
    words = " ".join(f"{key}=said.{key}" for key in said)
    template = engines["django"].from_string("{% load lucide %}{% lucide name " + words + " %}")
    return str(template.render({"name": name, "said": said}))


def test_an_icon_is_what_the_package_draws() -> None:
    for said in ({"size": 18, "aria_hidden": "true"}, {"size": 20, "class": 'a"b'}, {"size": 18}):
        for _ in range(2):
            assert drawn("flag", **said) == lucide("flag", **said)
