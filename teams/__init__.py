"""Three teams: seats, meetings, rules, time, hand-offs, victories, barriers, conflicts."""
