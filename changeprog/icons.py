"""The tag ``lucide`` of the package of that name, which draws each icon only once.

The package builds an icon's tree anew for every tag, a tenth of a millisecond each, which in a
long list is most of a page. An icon is a function of what its tag says, and nearly all tags say
it in constants.
"""

from functools import lru_cache

from django import template
from lucide.templatetags.lucide import lucide

KEPT = 1_024
"""Drawings that are kept in each process, some 400 bytes each; all templates ask for fewer."""

register = template.Library()
register.simple_tag(lru_cache(maxsize=KEPT)(lucide), name="lucide")
