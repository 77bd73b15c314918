"""What a process keeps in memory to answer with at once, bounded in bytes."""

import threading
from collections import OrderedDict
from typing import Protocol


class Kept(Protocol):
    @property
    def size(self) -> int:
        """In bytes, with what it costs to keep it."""


class Table[Entry: Kept]:
    """Entries by path; the longest unrenewed go first."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.size = 0
        self.entries: OrderedDict[str, Entry] = OrderedDict()
        self.lock = threading.Lock()

    def get(self, path: str) -> Entry | None:
        return self.entries.get(path)

    def keep(self, path: str, entry: Entry) -> None:
        with self.lock:
            self._drop(path)
            self.entries[path] = entry
            self.size += entry.size
            while self.size > self.limit:
                self._drop(next(iter(self.entries)))

    def drop(self, path: str) -> None:
        with self.lock:
            self._drop(path)

    def _drop(self, path: str) -> None:
        if dropped := self.entries.pop(path, None):
            self.size -= dropped.size
