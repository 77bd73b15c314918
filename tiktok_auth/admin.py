"""What the admin does not show. allauth registers its tables by itself, some with secrets in plain sight."""

from collections.abc import Iterator
from typing import Any

from allauth.account import admin as account_admin
from allauth.account.models import EmailAddress
from allauth.mfa import admin as mfa_admin
from allauth.mfa.models import Authenticator
from allauth.socialaccount import admin as social_admin
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import User
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

# Imported so that their tables are registered by now: what is taken away here then stays away.
__all__ = ["account_admin", "mfa_admin", "social_admin"]

admin.site.unregister([EmailAddress, Authenticator, SocialAccount, SocialApp, SocialToken, User])


class DefaultFilter(admin.SimpleListFilter):
    """Shows the first of its lookups unless another one is asked for."""

    def value(self) -> str:
        return super().value() or self.lookup_choices[0][0]

    def choices(self, changelist: Any) -> Iterator[Any]:
        """The lookups and no other: the admin's own "All" is what is shown when nothing is asked for."""
        for value, name in self.lookup_choices:
            query = changelist.get_query_string({self.parameter_name: value})
            yield {"selected": self.value() == value, "query_string": query, "display": name}


class WhoFilter(DefaultFilter):
    """Staff, unless creators are asked for: those are found by their pages."""

    title = _("who")
    parameter_name = "who"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("staff", _("Staff")), ("creators", _("Creators")), ("all", _("All"))]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        return queryset if self.value() == "all" else queryset.filter(is_staff=self.value() == "staff")


@admin.register(User)
class AccountAdmin(UserAdmin):  # type: ignore[type-arg]
    """Accounts, but for deleting creators: TikTok has to be told, and more than this table goes (`manage.py erase`).

    What staff may do follows from their groups, the roles, and from nothing that is given one by one.
    """

    actions = None  # the admin's own deletes many at once
    list_filter = (WhoFilter, "is_active", "groups")
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        (_("Personal info"), {"fields": ("first_name", "last_name", "email")}),
        (
            _("Permissions"),
            {
                "fields": ("is_active", "is_staff", "is_superuser", "groups"),
                "description": _(
                    "Creators are banned, at the desk of their page, not made inactive: they read why, and can appeal."
                ),
            },
        ),
        (_("Important dates"), {"fields": ("last_login", "date_joined")}),
    )

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> Any:
        """A creator who is inactive can be let in again; none is shut out here."""
        fields = super().get_readonly_fields(request, obj)
        is_let_in = obj is not None and obj.is_active and not obj.is_staff
        return [*fields, "is_active"] if is_let_in and _is_creator(obj) else fields

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return super().has_delete_permission(request, obj) and not _is_creator(obj)


def _is_creator(user: User | None) -> bool:
    return user is not None and SocialAccount.objects.filter(user=user).exists()
