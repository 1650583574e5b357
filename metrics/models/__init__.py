from metrics.models.dashboard import Dashboard, ReportMail
from metrics.models.emerging import EmergingIssue, EmergingTicket
from metrics.models.facts import ClockFacts, ResponseFacts, SolveFacts, Stale, StayFacts, TicketFacts
from metrics.models.restating import FormerResponse, Restatement
from metrics.models.review import CaseReview
from metrics.models.survey import Survey, SurveyOptOut, SurveyPlan

__all__ = [
    "CaseReview",
    "ClockFacts",
    "Dashboard",
    "ReportMail",
    "EmergingIssue",
    "EmergingTicket",
    "FormerResponse",
    "ResponseFacts",
    "Restatement",
    "SolveFacts",
    "Stale",
    "StayFacts",
    "Survey",
    "SurveyOptOut",
    "SurveyPlan",
    "TicketFacts",
]
