"""What the map adds to the ground: verbs, pages about people, and what its modules register."""

from changeprog.communications import ledger
from changeprog.programme import journal, people_tabs
from changeprog.programme.journal import Verb
from changeprog.programme.models import Role
from changeprog.programme.people_tabs import Tab
from stakeholders import (
    ambassadors,
    archiving,
    concerning,
    grid_room,
    ground_rules,
    import_record,
    matters,
    profiles,
    standing,
    survey_page,
    telling,
    web_room,
)
from stakeholders.models import SurveyMail


def everything() -> None:
    """Register it all; called once, when the app is ready."""
    journal.register(
        Verb("stakeholder.added", "put somebody on the map"),
        Verb("stakeholder.changed", "changed what the map says of somebody"),
        Verb("stakeholder.convinced", "noted what somebody believes"),
        Verb("stakeholder.removed", "took somebody off the map"),
        Verb("stakeholder.restored", "put somebody back on the map"),
        Verb("conversation.noted", "noted a conversation"),
        Verb("conversation.changed", "changed the note of a conversation"),
        Verb("conversation.removed", "took the note of a conversation back"),
        Verb("conversation.restored", "brought the note of a conversation back"),
        Verb("guarantee.given", "noted what somebody was promised"),
        Verb("guarantee.changed", "changed what somebody was promised"),
        Verb("guarantee.removed", "took a promise to somebody back"),
        Verb("guarantee.restored", "brought a promise to somebody back"),
        Verb("tie.added", "drew a tie"),
        Verb("tie.removed", "took a tie away"),
        Verb("import.confirmed", "imported people or ties"),
        Verb("import.undone", "undid an import"),
        Verb("ambassador.asked", "asked somebody to be an ambassador"),
        Verb("ambassador.accepted", "became an ambassador"),
        Verb("ambassador.declined", "declined to be an ambassador"),
        Verb("ambassador.ended", "ended being an ambassador"),
        Verb("ambassador.charged", "named an ambassador's people"),
        Verb("ambassador.changed", "changed what supports an ambassador"),
        Verb("ambassador.removed", "took an ambassador off"),
        Verb("ambassador.restored", "brought an ambassador back"),
    )
    profiles.register()
    people_tabs.register(Tab(10, "The map", "stakeholders:map", Role.FACILITATOR))
    web_room.register()
    standing.register()
    grid_room.register()
    ambassadors.register()
    survey_page.register()
    ledger.register(ledger.Kind("survey", "Survey", SurveyMail))
    ground_rules.register()
    import_record.register()
    telling.register()
    concerning.register()
    archiving.register()
    matters.register()
