from metrics.models.dashboard import Dashboard, ReportMail
from metrics.models.facts import ClockFacts, ResponseFacts, SolveFacts, Stale, StayFacts, TicketFacts
from metrics.models.survey import Survey, SurveyOptOut, SurveyPlan

__all__ = [
    "ClockFacts",
    "Dashboard",
    "ReportMail",
    "ResponseFacts",
    "SolveFacts",
    "Stale",
    "StayFacts",
    "Survey",
    "SurveyOptOut",
    "SurveyPlan",
    "TicketFacts",
]
