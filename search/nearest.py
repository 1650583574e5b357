"""Indexes that lead to the nearest vectors without comparing all, and how far they are followed."""

from typing import Any

from django.db.backends.signals import connection_created
from pgvector.django import HnswIndex

# So many places are kept in mind on the way; more of them miss less and take longer. Behind a filter the search goes on until
# there are enough, else who may read one article in ten would be shown a tenth.
_KEPT_IN_MIND = 100


def nearest_index(column: str, *, name: str) -> HnswIndex:
    """Of half vectors of length 1. Where a column is empty there is nothing to find, and nothing to write."""
    return HnswIndex(fields=[column], name=name, m=16, ef_construction=64, opclasses=["halfvec_ip_ops"])


def follow_far_enough(connection: Any, **of_signal: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SET hnsw.ef_search = {_KEPT_IN_MIND}; SET hnsw.iterative_scan = relaxed_order")


def install() -> None:
    connection_created.connect(follow_far_enough, dispatch_uid="search.nearest")
