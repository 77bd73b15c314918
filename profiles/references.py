"""Short names for one event, for people to read out and for operators to find in the log."""

from django.utils.crypto import get_random_string

# No 0, O, 1 or I: people read references out loud.
LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"


def new_reference() -> str:
    return get_random_string(8, LETTERS)
