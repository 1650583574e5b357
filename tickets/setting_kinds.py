"""The kinds of settings that concern tickets, for the history and the file of the whole configuration."""

from dataclasses import replace

from accounts import setting_kinds
from tickets.actions.staffing import archive_team, deactivate_agent, reactivate_agent, restore_team

# Putting these away concerns tickets, which accounts does not know.
TEAMS = replace(
    setting_kinds.TEAMS,
    put_away=lambda team, actor, away: (archive_team if away else restore_team)(team, actor=actor),
)
AGENTS = replace(
    setting_kinds.AGENTS,
    put_away=lambda person, actor, away: (deactivate_agent if away else reactivate_agent)(person, actor=actor),
)
