"""What the templates of forms and their widgets need."""

from django import forms, template
from django.forms.utils import flatatt

register = template.Library()
register.filter("attributes", flatatt)


@register.filter
def may_stay_empty(field: forms.BoundField) -> bool:
    """Whether to say that these words are not needed: no help does, and something else in the form is needed."""
    form = field.form
    if not isinstance(field.field, forms.CharField) or field.field.required or field.help_text:
        return False
    is_one_of_some = field.name in {other.name for other in getattr(form, "reach", list)()}
    return not is_one_of_some and any(other.required for other in form.fields.values())
