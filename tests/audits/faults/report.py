"""One table with figures at the end, and the same as JSON under var/."""

import json
from dataclasses import dataclass, field
from pathlib import Path

from linkbio.demo import ROOT

FOLDER = ROOT / "var" / "audits"


@dataclass
class Report:
    """Lines of figures, by what they are about; `held` is whether the promise was kept."""

    lines: list[dict[str, object]] = field(default_factory=list)

    def add(self, name: str, *, held: bool, **figures: object) -> bool:
        self.lines.append({"name": name, "held": held, **figures})
        return held

    def text(self) -> list[str]:
        """The lines as people read them."""
        return [
            f"{'held' if line['held'] else 'BROKEN':6} {line['name']:34} "
            + ", ".join(
                f"{name.replace('_', ' ')} {value}" for name, value in line.items() if name not in {"name", "held"}
            )
            for line in self.lines
        ]

    def write(self) -> Path:
        FOLDER.mkdir(parents=True, exist_ok=True)
        path = FOLDER / "faults.json"
        path.write_text(json.dumps(self.lines, indent=1))
        return path


report = Report()
