"""What of the files in deploy/ can be tried without building an image."""

import json
import os
import re
import subprocess
import sys

import pytest

from linkbio.demo import ROOT
from tests.running import PATIENCE_SECONDS
from tests.services import PORT, SITE_URL


@pytest.mark.parametrize("address", [SITE_URL, f"{SITE_URL}/", SITE_URL.upper()], ids=["plain", "slash", "capitals"])
def test_container_is_healthy_however_its_address_is_written(address: str) -> None:
    instruction = re.search(r"HEALTHCHECK.*?CMD (\[.*?\])$", (ROOT / "deploy/Containerfile").read_text(), re.S | re.M)
    assert instruction
    _python, option, program = json.loads(instruction[1])
    asked = program.replace("127.0.0.1:8000", f"localhost:{PORT}").replace("timeout=2", f"timeout={PATIENCE_SECONDS}")
    done = subprocess.run([sys.executable, option, asked], env=os.environ | {"SITE_URL": address}, capture_output=True)
    assert (done.returncode, done.stderr) == (0, b"")


def test_container_keeps_its_port_and_folder_whatever_env_file_says() -> None:
    compose = (ROOT / "deploy/compose.yaml").read_text()
    site = compose[compose.index("environment:") : compose.index("volumes:")]
    assert "DATA_DIR: /data" in site
    assert 'PORT: "8000"' in site
    assert 'HOST: "0.0.0.0"' in site
    assert '"127.0.0.1:8000:8000"' in compose
