from metrics.models.facts import ClockFacts, ResponseFacts, SolveFacts, Stale, StayFacts, TicketFacts

__all__ = ["ClockFacts", "ResponseFacts", "SolveFacts", "Stale", "StayFacts", "TicketFacts"]
