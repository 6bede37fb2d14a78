"""How the pages of bringing teams on board answer."""

from changeprog.direction.views.answers import done
from changeprog.programme.answers import Answers, page_of

ask = Answers("onboarding").ask

__all__ = ["ask", "done", "page_of"]
