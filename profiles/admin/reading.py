"""Tables that staff reads, however long they are."""

from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from profiles.validators import clean_domain

MOST_COUNTED = 10_000
# Of a number that a database can hold.
MOST_DIGITS = 18


class Uncounted(Paginator):  # type: ignore[type-arg]
    """Pages of a list that is not counted to its end: a million rows take longer than anybody looks through them."""

    @cached_property
    def count(self) -> int:
        rows: Any = self.object_list
        return len(rows.order_by().values_list("pk")[:MOST_COUNTED])


def is_number(text: str) -> bool:
    """Whether it may be the number of a row."""
    return text.isdecimal() and len(text) <= MOST_DIGITS


def find[M: Model](rows: QuerySet[M], object_id: str) -> M:
    """The row that an address of the admin names. Raises Http404, also for what is no number."""
    if not is_number(object_id):
        raise Http404
    return get_object_or_404(rows, pk=object_id)


def read_domain(words: str) -> str:
    """The domain that is meant where an address was pasted; anything else as it is."""
    with suppress(ValidationError):
        return clean_domain(words) if "//" in words else words
    return words


class IsSetFilter(admin.EmptyFieldListFilter):
    """Whether something happened that leaves a moment behind."""

    def choices(self, changelist: Any) -> Iterator[Any]:
        for choice, name in zip(super().choices(changelist), (_("All"), _("No"), _("Yes")), strict=True):
            yield {**choice, "display": name}


class WordFilter(admin.ChoicesFieldListFilter):
    """By one of the words that a column may hold, beginning with a capital letter as "All" does."""

    def choices(self, changelist: Any) -> Iterator[Any]:
        for choice in super().choices(changelist):
            yield {**choice, "display": capfirst(str(choice["display"]))}


class ReadOnly(admin.ModelAdmin):  # type: ignore[type-arg]
    """Shown to staff, changed by nobody here: what staff does are verbs, and each leaves a line in the log."""

    list_per_page = 50
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    paginator = Uncounted
    actions: Any = None

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Those of its fields that hold something."""
        fields = super().get_fields(request, obj)
        return [name for name in fields if getattr(obj, str(name), name) not in (None, "")]

    def lookup_allowed(self, lookup: str, value: str, request: Any = None) -> bool:
        """What the filters beside the list ask, and no other question about a column."""
        filters: list[Any] = list(self.list_filter)
        own = {getattr(one, "parameter_name", "") for one in filters}
        columns = [one if isinstance(one, str) else one[0] for one in filters if not isinstance(one, type)]
        allowed = own | {f"{name}__{how}" for name in columns for how in ("exact", "isempty")}
        return lookup in allowed and "\0" not in str(value)  # which PostgreSQL cannot look for

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_moderate_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("profiles.moderate_page")
