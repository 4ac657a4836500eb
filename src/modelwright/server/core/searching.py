"""Searching a list by words."""

from collections.abc import Sequence
from functools import reduce
from operator import or_

from django.db.models import Q


def has_words(search: str, fields: Sequence[str]) -> Q:
    """Each word of the search is in one of the fields, in upper or lower case."""
    wanted = Q()
    for word in search.split():
        wanted &= reduce(or_, (Q(**{f"{field}__icontains": word}) for field in fields))
    return wanted
