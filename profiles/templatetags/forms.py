"""What the templates of forms' widgets need."""

from django import template
from django.forms.utils import flatatt

register = template.Library()
register.filter("attributes", flatatt)
