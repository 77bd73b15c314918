"""Two windows at once: nobody overwrites unseen what the other window has saved meanwhile."""

from collections.abc import Iterable
from datetime import datetime
from hashlib import sha256
from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

DIGEST_LENGTH = 16


class SeenForm(forms.BaseForm):
    """Optimistic locking: a hidden digest of the initial values; `is_current()` is False if they have changed since."""

    @property
    def seen(self) -> SafeString:
        """The hidden input with the digest."""
        # Firefox would fill in the former one after a reload, and inputs of the type "hidden" may not forbid it:
        # https://html.spec.whatwg.org/multipage/form-control-infrastructure.html#attr-fe-autocomplete
        return format_html('<input hidden name="seen" value="{}" autocomplete="off">', self._digest())

    def is_current(self) -> bool:
        """Whether saving overwrites nothing unseen; if not, the form gets an error that says what is saved now.

        True also where the sent values equal the saved ones, or no digest was sent. Sent again, the form carries the
        new digest and overwrites.
        """
        if self.data.get("seen") in {None, "", self._digest()}:
            return True
        own = [name for name in self.changed_data if not isinstance(self.fields[name], forms.FileField)]
        if own:
            tell(self, ((self.fields[name], self._stands(name)) for name in own))
        return not own

    def _digest(self) -> str:
        return sha256(repr([(name, self._stands(name)) for name in self.fields]).encode()).hexdigest()[:DIGEST_LENGTH]

    def _stands(self, name: str) -> Any:
        return self.get_initial_for_field(self.fields[name], name)


def tell(form: forms.BaseForm, theirs: Iterable[tuple[forms.Field, Any]]) -> None:
    """Add an error to the form that names the values that another window has saved in these fields."""
    said = _("This was changed in another window meanwhile. Now it says: %(theirs)s. Save again to replace that.")
    values = "; ".join(f"{field.label}: {_in_words(field, value)}" for field, value in theirs)
    form.add_error(None, said % {"theirs": values})


def _in_words(field: forms.Field, value: Any) -> str:
    """The value as the form displays it."""
    if isinstance(field, forms.BooleanField):
        return gettext("yes") if value else gettext("no")
    shown = dict(getattr(field, "choices", ())).get(value, field.prepare_value(value))
    return f"{shown:%Y-%m-%d %H:%M}" if isinstance(shown, datetime) else str(shown or "…")
