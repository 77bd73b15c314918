"""What we are compared with: nginx handing out the same bytes from the disk, compressed beforehand."""

import re
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import requests

PORT = 902  # below the ports that outgoing connections use up
PAGE = "/page.html"
PICTURE = re.compile(r"/media/(?:cover|avatar)/[^\" ]+\.webp(?= \d+w)")
CONFIGURATION = """
worker_processes 2; daemon off; pid {folder}/pid; error_log {folder}/error.log;
events {{ worker_connections 1024; }}
http {{
  access_log off; sendfile on; keepalive_requests 10000000; types {{ image/webp webp; text/html html; }}
  server {{ listen 127.0.0.1:{port}; root {folder}/www; gzip_static on; }}
}}
"""


@contextmanager
def nginx(folder: Path) -> Iterator[str]:
    """nginx over `folder`/www, at the address this gives."""
    configuration = folder / "nginx.conf"
    configuration.write_text(CONFIGURATION.format(folder=folder, port=PORT))
    process = subprocess.Popen([shutil.which("nginx") or "nginx", "-c", str(configuration)], stderr=subprocess.DEVNULL)
    try:
        yield f"http://127.0.0.1:{PORT}"
    finally:
        process.terminate()
        process.wait()


def save_copies(site: str, page: str, www: Path) -> list[str]:
    """Write the page's compressed bytes and its pictures for nginx to serve; gives the pictures' paths.

    Of each picture the smaller copy, which is what a phone asks for. Raises SystemExit when the page shows none.
    """
    www.mkdir()
    address = f"{site}{page}"
    packed = requests.get(address, headers={"Accept-Encoding": "gzip"}, stream=True, timeout=10).raw.read()
    plain = requests.get(address, timeout=10)
    (www / PAGE.strip("/")).with_suffix(".html.gz").write_bytes(packed)
    (www / PAGE.strip("/")).write_bytes(plain.content)
    paths = smallest(PICTURE.findall(plain.text))
    if len(paths) < 2:
        raise SystemExit("The page shows no covers yet; is the worker running?")
    for path in paths:
        file = www / path.strip("/")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(requests.get(f"{site}{path}", timeout=10).content)
    return paths


def smallest(paths: Sequence[str]) -> list[str]:
    """One path for each picture, that of its smallest copy: sets name them smallest first."""
    pictures: dict[str, str] = {}
    for path in paths:
        pictures.setdefault(path.rsplit("-", 1)[0], path)
    return list(pictures.values())
