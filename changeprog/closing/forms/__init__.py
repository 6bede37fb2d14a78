"""Forms of the end of a programme; one file for each noun."""

from changeprog.closing.forms.chapter import ChapterForm
from changeprog.closing.forms.ending import CloseForm, NoEditionForm, ReopenForm
from changeprog.closing.forms.handover import HandBackForm, HandoverForm

__all__ = [
    "ChapterForm",
    "CloseForm",
    "HandBackForm",
    "HandoverForm",
    "NoEditionForm",
    "ReopenForm",
]
