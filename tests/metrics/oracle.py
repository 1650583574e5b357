"""Every figure told from exported events, as naively as design.md section 11 reads. Nothing of ours is used.

`told(export, …)` takes JSON: {"events": [{"ticket", "seq", "kind", "at", "data"}, …]}. For each ticket the log is first cleared
of what was taken back; then each figure has a look of its own at the whole of it. Promises are those of one policy that counts
around the clock: an hour for a response, four to solve, two at a level, half an hour to accept at level 2 and an hour at 3.
"""

import json
import statistics
from collections import defaultdict
from datetime import datetime, timedelta

from tests.metrics.oracle_of_accepting import promised_acceptances

HOUR = 3600
TALKS = ("phone", "in_person")
DONE = ("solved", "closed")
SETTLED = timedelta(hours=72)
GOALS = {"first_response": HOUR, "next_response": HOUR, "resolution": 4 * HOUR, "level": 2 * HOUR}


def told(export, start, end, now, business):
    """Key → (value, n); with "sla_attainment" also each target. `business(start, end)` are seconds of the default calendar."""
    lives = [life for life in lives_of(export) if not life.is_excluded]

    def inside(moment):
        return start <= moment < end

    first, following, office = [], [], []
    for life in lives:
        for kind, since, at in life.responses():
            if inside(at):
                (first if kind == "first" else following).append(whole(at - since))
                if kind == "first":
                    office.append(business(since, at))
    resolution, waited, settled, reopened = [], [], [], []
    for life in lives:
        solvings = [at for at in life.solvings if inside(at)]
        if not solvings:
            continue
        last = solvings[-1]
        resolution.append(whole(last - life.opened))
        waited.append(life.waited_until(last))
        reopened.append(life.column("reopen_count") > 0)
        if life.replies and (now - last >= SETTLED or life.column("status") == "closed"):
            settled.append(life.is_first_contact)
    escalated = [life.is_escalated for life in lives if inside(life.opened)]
    bounced = [life.turns > 1 for life in lives if inside(life.opened) and life.is_escalated]
    moment = min(end, now)
    backlog = sum(life.is_unsolved_at(moment) for life in lives)
    return {
        "first_response_time": time(first),
        "first_response_business_time": time(office),
        "next_response_time": time(following),
        "resolution_time": time(resolution),
        "requester_wait_time": time(waited),
        "fcr": share(settled),
        "reopen_rate": share(reopened),
        "escalation_rate": share(escalated),
        "ping_pong_rate": share(bounced),
        "backlog": (backlog, backlog),
    }


def promises(export, start, end, now, level=None):
    """Target → (value, n), of logs without transfers and without anything taken back; `level`: of tickets that are there now.

    Accepting an escalation is there only where it counts once.
    """
    counted = defaultdict(list)
    for life in lives_of(export):
        if life.is_excluded or level not in (None, life.column("level")):
            continue
        for target, at, is_met in life.promises(now):
            if start <= at < end and at <= now:
                counted[target].append(is_met)
    return {target: share(counted[target]) for target in [*GOALS, *(["acceptance"] if counted["acceptance"] else [])]}


def lives_of(export):
    logs = defaultdict(list)
    for event in json.loads(export)["events"]:
        data = {"changes": event.get("changes", {}), **event["data"]}  # the API has them beside the rest
        logs[event["ticket"]].append({**event, "data": data, "at": datetime.fromisoformat(event["at"])})
    return [Life(sorted(log, key=lambda event: event["seq"])) for log in logs.values()]


def whole(passed):
    return int(passed.total_seconds())


def time(seconds):
    return (statistics.median(seconds) if seconds else None, len(seconds))


def share(flags):
    return (sum(flags) / len(flags) if flags else None, len(flags))


class Life:
    def __init__(self, log):
        self.all = log
        self.log = cleared(log)
        self.snapshot = log[0]["data"]["snapshot"]
        self.opened = datetime.fromisoformat(self.snapshot["opened_at"])

    def column(self, name):
        """As it is after everything."""
        values = [event["data"]["changes"][name][1] for event in self.all if name in event["data"].get("changes", {})]
        return values[-1] if values else self.snapshot[name]

    @property
    def is_excluded(self):
        return bool(self.column("is_spam") or self.column("deleted_at") or self.column("merged_into_id"))

    # --- Answers ----------------------------------------------------------------------------------------------------

    @property
    def is_ours(self):
        return self.log[0]["data"]["by_staff"]

    @property
    def is_talk(self):
        return self.is_ours and self.snapshot["channel"] in TALKS and "split_from" not in self.log[0]["data"]

    def responses(self):
        """(kind, since, at), one for each human reply that somebody waited for."""
        given = []
        answers = [event for event in self.log if event["kind"] == "message.replied" and event["data"]["human"]]
        before = self.snapshot["first_reply_at"]
        if before is not None and not self.is_ours:
            given.append(("first", self.opened, datetime.fromisoformat(before)))
        for number, answer in enumerate(answers):
            is_first = (
                number == 0 and before is None and not self.is_talk and not self.asked_after_silent_solving(answer)
            )
            if not is_first:
                waits = self.waits_before(answer["seq"])
                given += [("next", min(waits), answer["at"])] if waits else []
            elif not self.is_ours:
                given.append(("first", self.opened, answer["at"]))
            elif begun := self.first_written_before(answer["seq"]):
                given.append(("first", begun, answer["at"]))
        return given

    def asked_after_silent_solving(self, answer):
        """Solved without an answer, then asked anew: that is a wait of its own."""
        earlier = [event for event in self.log if event["seq"] < answer["seq"]]
        begun = [event["seq"] for event in earlier if self.starts(event)]
        for event in earlier:
            was_asked = not self.is_ours or any(seq < event["seq"] for seq in begun)
            if event["kind"] in ("ticket.solved", "ticket.closed") and was_asked:
                return any(self.waits_after(later["seq"]) for later in earlier if later["seq"] > event["seq"])
        return False

    def first_written_before(self, seq):
        for event in self.log:
            if event["seq"] < seq and (waits := self.waits_after(event["seq"])):
                return min(waits)
        return None

    def waits_after(self, seq):
        return self.waits_before(seq + 1)

    def waits_before(self, seq):
        """The times of what was asked since the last end of a wait, and neither went away nor was answered."""
        ends = [
            event["seq"]
            for event in self.log
            if event["seq"] < seq
            and (
                event["kind"] in ("ticket.solved", "ticket.closed")
                or (event["kind"] == "message.replied" and event["data"]["human"])
            )
        ]
        begin = max(ends, default=0)
        waits = {}
        for event in self.log:
            if begin <= event["seq"] < seq:
                if event["seq"] != begin:
                    waits.update(self.starts(event))
                for key in self.leaving(event):
                    waits.pop(key, None)
                waits.update(event["data"].get("waits_here", {}))
        return [datetime.fromisoformat(at) for at in waits.values()]

    def starts(self, event):
        data, kind = event["data"], event["kind"]
        at = event["at"].isoformat()
        if kind == "ticket.opened" and not data["by_staff"] and "split_from" not in data:
            return {str(data["message"]): at}
        if kind == "message.received" and not data["thanks"]:
            return {str(data["message"]): at}
        if kind == "ticket.reopened" and "waiting_since" in data["changes"]:
            return {f"{event['ticket']}.{event['seq']}": at}
        return {}

    def leaving(self, event):
        gone = list(event["data"].get("waits_gone", ()))
        if takes_back(event):
            gone += [str(key) for key in event["data"]["messages"]]
        return gone

    # --- Solving ----------------------------------------------------------------------------------------------------

    @property
    def timeline(self):
        """(at, status, level) from the opening on."""
        found = [(self.opened, self.snapshot["status"], self.snapshot["level"])]
        for event in self.log[1:]:
            changes = event["data"].get("changes", {})
            status = changes["status"][1] if "status" in changes else found[-1][1]
            level = changes["level"][1] if "level" in changes else found[-1][2]
            found.append((event["at"], status, level))
        return found

    @property
    def solvings(self):
        found = []
        for event, (_at, before, _level) in zip(self.log[1:], self.timeline, strict=False):
            if event["kind"] == "ticket.solved" or (event["kind"] == "ticket.closed" and before not in DONE):
                found.append(event["at"])
        return found

    def waited_until(self, moment):
        timeline = [*self.timeline, (moment, "", 0)]
        passed = timedelta(0)
        for (since, status, _level), (until, *_rest) in zip(timeline, timeline[1:], strict=False):
            if status not in ("pending", *DONE):
                passed += max(min(until, moment) - min(since, moment), timedelta(0))
        return whole(passed)

    def is_unsolved_at(self, moment):
        statuses = [status for at, status, _level in self.timeline if at <= moment]
        return bool(statuses) and statuses[-1] not in DONE

    # --- First contact ----------------------------------------------------------------------------------------------

    @property
    def is_escalated(self):
        """A bot that gives its conversation to people escalates nothing."""
        withdrawn = {e["data"]["escalation"] for e in self.log if e["kind"] == "escalation.withdrawn"}
        ups = [e["data"] for e in self.log if e["kind"] == "ticket.escalated"]
        return any(up["changes"]["level"][0] > 0 and up["escalation"] not in withdrawn for up in ups)

    @property
    def turns(self):
        """How often it went down after up, or up after down."""
        withdrawn = {e["data"]["escalation"] for e in self.all if e["kind"] == "escalation.withdrawn"}
        went = ""
        for event in self.all[1:]:
            level = event["data"].get("changes", {}).get("level")
            if level and event["data"].get("escalation") not in withdrawn:
                went += "u" if level[1] > level[0] else "d"
        return went.count("ud") + went.count("du")

    @property
    def replies(self):
        return self.messages("message.replied", "human", "replies", is_talk=self.is_talk)

    def messages(self, kind, flag, brought, is_talk=False):
        """Message → its time: what was written or brought here, and did not go elsewhere."""
        opening = self.log[0]["data"]
        found = {key: datetime.fromisoformat(at) for key, at in opening.get(brought, {}).items()}
        if is_talk:
            found[str(opening["message"])] = self.opened
        for event in self.log:
            data = event["data"]
            if event["kind"] == kind and (data[flag] if flag == "human" else not data[flag]):
                found[str(data["message"])] = event["at"]
            if event["kind"] in ("ticket.split", "message.moved_away"):
                for key in data["messages"]:
                    found.pop(str(key), None)
            if flag == "thanks" and event["kind"] != "ticket.opened":
                came = data.get("waits_here", {}).items()
                found.update({key: datetime.fromisoformat(at) for key, at in came if "." not in key})
        return found

    @property
    def is_first_contact(self):
        replies = list(self.replies.values())
        asked = self.messages("message.received", "thanks", "asked").values()
        return (
            len(replies) == 1
            and not any(at > replies[0] for at in asked)
            and self.column("reopen_count") == 0
            and not self.is_escalated
        )

    # --- Promises ---------------------------------------------------------------------------------------------------

    def promises(self, now):
        """(target, when it counts, whether it was kept)."""
        yield from self.promised_responses()
        yield from promised_acceptances(self.log)
        solved = [at for at, status, _level in self.timeline if status in DONE]
        yield from self.promised(self.stretches(self.opened, None), "resolution", now, ends_at=None)
        moves = [self.timeline[0][0]]
        for (_at, _status, before), (at, _now, level) in zip(self.timeline, self.timeline[1:], strict=False):
            moves += [at] if level != before else []
        final = self.final_end(now) if solved else None
        for since, until in zip(moves, [*moves[1:], None], strict=True):
            if final is None or since <= final:
                yield from self.promised(self.stretches(since, until), "level", now, ends_at=until)

    def promised_responses(self):
        waits, had_first = [], self.is_talk
        since = None
        for event in self.log:
            starts = [datetime.fromisoformat(at) for at in self.starts(event).values()]
            is_reply = event["kind"] == "message.replied" and event["data"]["human"]
            if since is None and starts:
                since, target = starts[0], "next_response" if had_first else "first_response"
                had_first = True
            if is_reply or event["kind"] in ("ticket.solved", "ticket.closed"):
                had_first = had_first or is_reply
                if since is not None:
                    waits.append((target, since, event["at"]))
                    since = None
        if since is not None:
            waits.append((target, since, None))
        for target, begun, answered in waits:
            due = begun + timedelta(seconds=GOALS[target])
            is_met = answered is not None and answered <= due
            yield target, answered if is_met else due, is_met

    def stretches(self, since, until):
        """When time runs: new and open."""
        found = []
        timeline = [*self.timeline, (None, "", 0)]
        for (begun, status, _level), (over, *_rest) in zip(timeline, timeline[1:], strict=False):
            begun = max(begun, since)
            over = min((moment for moment in (over, until) if moment is not None), default=None)
            if status in ("new", "open") and (over is None or begun < over):
                found.append((begun, over))
        return found

    def final_end(self, now):
        """From when on solving is for good: closed, or not reopened within 72 hours."""
        timeline = [*self.timeline, (None, "", 0)]
        solved_since = None
        for (at, status, _level), (over, *_rest) in zip(timeline, timeline[1:], strict=False):
            if status not in DONE:
                solved_since = None
                continue
            solved_since = solved_since or at
            if status == "closed":
                return at
            if (over or now) >= solved_since + SETTLED:
                return solved_since
        return None

    def promised(self, stretches, target, now, ends_at):
        final = self.final_end(now)
        left = timedelta(seconds=GOALS[target])
        last = None
        for begun, over in stretches:
            if final is not None and begun >= final and target == "resolution":
                break
            if over is None or over - begun > left:
                yield target, begun + left, False
                return
            left -= over - begun
            last = over
        if ends_at is not None and (final is None or ends_at <= final):
            yield target, ends_at, True
        elif final is not None:
            yield target, last or final, True


def takes_back(event):
    undone = ("ticket.unmerged", "ticket.unmerged_here", "ticket.unsplit_here")
    return event["kind"] in undone or bool(event["data"].get("undo"))


def cleared(log):
    """Without solvings that were taken back, and without transfers that were undone."""
    undone = {event["data"]["batch"] for event in log if takes_back(event)}
    nothing = {seq for event in log if event["kind"] == "ticket.unsolved" for seq in event["data"]["solved"]}
    moves = ("ticket.merged", "ticket.merged_here", "ticket.split", "message.moved_away", "message.moved_here")
    return [
        event
        for event in log
        if event["seq"] not in nothing
        and (event["kind"] not in moves or takes_back(event) or event["data"]["batch"] not in undone)
    ]
