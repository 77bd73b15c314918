"""What other apps may hear from this one."""

from django.dispatch import Signal

# Sent after a login, with `grant` (Grant), `profile` (UserInfo) and `request`; the grant is stored by then.
creator_connected = Signal()

# Sent when a grant ends for good, with `grant` (Grant); its tokens are gone by then and `ended_because` is set.
creator_disconnected = Signal()
