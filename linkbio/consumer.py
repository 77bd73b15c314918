"""What a worker takes its messages with, for an installation whose Redis may answer and refuse."""

import time
from typing import Any

from celery.worker.consumer import Consumer
from kombu import Connection

PAUSE_SECONDS = 2.0


class LastingConsumer(Consumer):
    """Celery's, except that a connection that was refused is closed, and the next one waits for two seconds.

    By itself it forgets the connection open and makes the next one at once: a Redis that is read-only or full cost it
    twelve descriptors a second, until it had none left.
    """

    hub: Any
    amqheartbeat: float | None

    def connect(self) -> Connection:
        connection = self.connection_for_read(heartbeat=self.amqheartbeat)
        try:
            if self.hub:
                connection.transport.register_with_event_loop(connection.connection, self.hub)
        except Exception:
            connection.close()
            time.sleep(PAUSE_SECONDS)
            raise
        return connection
