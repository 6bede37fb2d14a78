"""How the pages of teams answer."""

from changeprog.programme.answers import Answers, page_behind, page_of, powers

_answers = Answers("teams")
ask, done = _answers.ask, _answers.done

__all__ = ["ask", "done", "page_behind", "page_of", "powers"]
