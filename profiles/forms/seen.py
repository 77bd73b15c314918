"""Two windows at once: whoever is about to replace what the other has changed meanwhile is told first."""

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
    """A form whose initial values are what stands now. It goes out with `seen`, and brings it back."""

    @property
    def seen(self) -> SafeString:
        """A hidden input that says what this form replaces."""
        # Firefox would fill in the former one after a reload, and inputs of the type "hidden" may not forbid it:
        # https://html.spec.whatwg.org/multipage/form-control-infrastructure.html#attr-fe-autocomplete
        return format_html('<input hidden name="seen" value="{}" autocomplete="off">', self._digest())

    def is_current(self) -> bool:
        """Whether what its creator saw still stands, or is wanted anyway; if not, the form says what stands now.

        Sent once more it replaces that. Who does not say what they saw replaces whatever there is.
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
    """Add to the form what another window has put into these fields."""
    said = _("This was changed in another window meanwhile. Now it says: %(theirs)s. Save again to replace that.")
    values = "; ".join(f"{field.label}: {_in_words(field, value)}" for field, value in theirs)
    form.add_error(None, said % {"theirs": values})


def _in_words(field: forms.Field, value: Any) -> str:
    """The value as its creator knows it."""
    if isinstance(field, forms.BooleanField):
        return gettext("yes") if value else gettext("no")
    shown = dict(getattr(field, "choices", ())).get(value, field.prepare_value(value))
    return f"{shown:%Y-%m-%d %H:%M}" if isinstance(shown, datetime) else str(shown or "…")
