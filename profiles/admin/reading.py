"""Tables that staff reads, however long they are."""

from typing import Any

from django.contrib import admin
from django.core.paginator import Paginator
from django.http import HttpRequest
from django.utils.functional import cached_property

MOST_COUNTED = 10_000


class Uncounted(Paginator):  # type: ignore[type-arg]
    """Pages of a list that is not counted to its end: a million rows take longer than anybody looks through them."""

    @cached_property
    def count(self) -> int:
        rows: Any = self.object_list
        return len(rows.order_by().values_list("pk")[:MOST_COUNTED])


class ReadOnly(admin.ModelAdmin):  # type: ignore[type-arg]
    """Shown to staff, changed by nobody here: what staff does are verbs, and each leaves a line in the log."""

    list_per_page = 50
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    paginator = Uncounted
    actions: Any = None

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_moderate_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("profiles.moderate_page")
