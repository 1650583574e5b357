from metrics.models.facts import ClockFacts, ResponseFacts, SolveFacts, Stale, StayFacts, TicketFacts
from metrics.models.survey import Survey, SurveyOptOut, SurveyPlan

__all__ = [
    "ClockFacts",
    "ResponseFacts",
    "SolveFacts",
    "Stale",
    "StayFacts",
    "Survey",
    "SurveyOptOut",
    "SurveyPlan",
    "TicketFacts",
]
