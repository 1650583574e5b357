"""What customers answered to surveys, told from exported events alone, as naively as design.md section 11 reads.

A rating was received when it was first given, and counts as it was changed last; one that the portal asked for was never sent.
"""

from collections import defaultdict

from tests.metrics.oracle import lives_of, share


def told_ratings(export, start, end):
    """Key → (value, n)."""
    sent, first, last, kinds = {}, {}, {}, {}
    for life in lives_of(export):
        if life.is_excluded:
            continue
        for event in life.all:
            if event["kind"] not in ("survey.sent", "ticket.rated"):
                continue
            survey = event["data"]["survey"]
            kinds[survey] = event["data"]["of"]
            if event["kind"] == "survey.sent":
                sent[survey] = event["at"]
            else:
                first.setdefault(survey, event["at"])
                last[survey] = event["data"]["score"]

    scores = defaultdict(list)
    for survey, at in first.items():
        if start <= at < end:
            scores[kinds[survey]].append(last[survey])
    return {
        "csat": share([score >= 4 for score in scores["csat"]]),
        "csat_response_rate": share(
            [survey in first for survey, at in sent.items() if kinds[survey] == "csat" and start <= at < end]
        ),
        "nps": mean([100 * ((score >= 9) - (score <= 6)) for score in scores["nps"]]),
        "ces": mean(scores["ces"]),
    }


def mean(numbers):
    return (sum(numbers) / len(numbers) if numbers else None, len(numbers))
