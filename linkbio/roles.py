"""What each kind of staff may do, as groups that are there after every migration."""

from typing import Any

from django.contrib.auth.models import Group, Permission, User

# Permissions by their names; "view_*" is every table that the desk shows.
DESK = ("page", "link", "report", "measure", "appeal", "addressee", "domainrule", "domainact", "scan")
READING = {f"profiles.view_{table}" for table in DESK}
MODERATING = READING | {"profiles.moderate_page"}
MODERATING |= {f"profiles.{verb}_domainrule" for verb in ("add", "change", "delete")}
ADMINISTERING = MODERATING | {f"auth.{verb}_user" for verb in ("add", "change", "view")} | {"auth.view_group"}
ROLES = {"trainee": READING, "moderator": MODERATING, "administrator": ADMINISTERING}


def make_groups(**signal: Any) -> None:
    """The groups with exactly these permissions. What was changed about them by hand is changed back."""
    # Addressees were bans until 2026-11-28, and some upgrades stopped before these were renamed.
    Permission.objects.filter(content_type__model="addressee", codename__endswith="_ban").delete()
    found = Permission.objects.filter(content_type__app_label__in=("profiles", "auth")).select_related("content_type")
    by_name = {f"{one.content_type.app_label}.{one.codename}": one for one in found}
    for role, names in ROLES.items():
        group, _is_new = Group.objects.get_or_create(name=role)
        # Some are missing where somebody migrates to an earlier state.
        group.permissions.set([one for name, one in by_name.items() if name in names])


def held_by(user: User) -> str:
    """The role of this account, or "" where it has none."""
    if user.is_superuser:
        return "administrator"
    return user.groups.filter(name__in=ROLES).values_list("name", flat=True).first() or ""


def give(user: User, role: str) -> None:
    """Make this account staff in this role, and in no other. Administrators may do everything."""
    user.is_staff = user.is_active = True
    user.is_superuser = role == "administrator"
    user.save()
    user.groups.set([Group.objects.get(name=role)])
