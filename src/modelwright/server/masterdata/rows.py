"""What the verbs of all master data share: finding a row, and telling a clash of names."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TypeVar

from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext_lazy as _

from modelwright.server.core.errors import Conflict, NotFound

Row = TypeVar("Row", bound=models.Model)


def one(rows: "models.QuerySet[Row]", pk: int) -> Row:
    """Master data belong to no project: whoever may ask may see all. Raises NotFound."""
    row = rows.filter(pk=pk).first()
    if row is None:
        raise NotFound(_("This entry does not exist any more. Reload the page."))
    return row


@contextmanager
def one_name_each(name: str) -> Iterator[None]:
    """What is written inside may clash with a name that another row has. Raises Conflict."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        sentence = _("“%(name)s” exists already. Choose another name.") % {"name": name}
        raise Conflict(sentence, fields={"name": sentence}) from error
