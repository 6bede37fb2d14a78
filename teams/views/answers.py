"""How the pages of teams answer."""

from changeprog.programme.answers import Answers, Trail, page_behind, page_of, powers

_answers = Answers("teams")
ask, ask_from, done = _answers.ask, _answers.ask_from, _answers.done

__all__ = ["Trail", "ask", "ask_from", "done", "page_behind", "page_of", "powers"]
