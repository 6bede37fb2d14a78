"""Who is in the teams, and the daily work: small victories and the barriers in the way."""

from teams.models.agenda_part import AgendaPart, PartKind, PartOn
from teams.models.agreed_set import Acknowledgement, AgreedSet
from teams.models.agreement import CoChairAgreement
from teams.models.attendance import Attendance, AttendanceState
from teams.models.barrier import Barrier
from teams.models.conflict import AgreementChanged, AlreadyMediated, Conflict, Idea
from teams.models.conflict_side import ConflictSide, SideAnswer
from teams.models.duty import Duty
from teams.models.escalation import Ask, Escalation
from teams.models.escalation_rule import EscalationRule
from teams.models.hand_off import HandOff
from teams.models.me_too import MeToo
from teams.models.meeting import Meeting, ReasonMissing
from teams.models.meeting_mail import MeetingMail
from teams.models.outcome import Action, Decision
from teams.models.picture import Picture
from teams.models.required_function import RequiredFunction
from teams.models.rule import NotAgreed, RuleOvertaken, RuleVersion, WorkingRule
from teams.models.rule_answer import RuleAnswer, RuleComment
from teams.models.seat import Seat
from teams.models.thanks import Thanks
from teams.models.time_rule import TimeRule
from teams.models.victory import Victory
from teams.models.welcome import Welcome

__all__ = [
    "Acknowledgement",
    "Action",
    "AgendaPart",
    "AgreedSet",
    "AgreementChanged",
    "AlreadyMediated",
    "Ask",
    "Attendance",
    "AttendanceState",
    "Barrier",
    "CoChairAgreement",
    "Conflict",
    "ConflictSide",
    "Decision",
    "Duty",
    "Escalation",
    "EscalationRule",
    "HandOff",
    "Idea",
    "MeToo",
    "Meeting",
    "MeetingMail",
    "NotAgreed",
    "PartKind",
    "PartOn",
    "Picture",
    "ReasonMissing",
    "RequiredFunction",
    "RuleAnswer",
    "RuleComment",
    "RuleOvertaken",
    "RuleVersion",
    "Seat",
    "SideAnswer",
    "Thanks",
    "TimeRule",
    "Victory",
    "Welcome",
    "WorkingRule",
]
