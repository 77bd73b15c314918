"""How a creator's input enters: addresses of pages, destinations of links, and plain text."""

from profiles.validators.destinations import (
    HOST_LENGTH,
    clean_destination,
    clean_domain,
    display_host,
    display_place,
    host_of,
    place_of,
)
from profiles.validators.handles import RESERVED, clean_handle, suggest_handle
from profiles.validators.likeness import likeness
from profiles.validators.text import BLANK, bounded, clean_text, grouped, normal, write_number

__all__ = [
    "BLANK",
    "HOST_LENGTH",
    "RESERVED",
    "bounded",
    "clean_destination",
    "clean_domain",
    "clean_handle",
    "clean_text",
    "display_host",
    "display_place",
    "grouped",
    "host_of",
    "likeness",
    "normal",
    "place_of",
    "suggest_handle",
    "write_number",
]
