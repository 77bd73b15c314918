"""The site as it runs for real: its own processes on this machine, seeded through the login, and gone afterwards."""

import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from cryptography.fernet import Fernet
from django.utils.crypto import get_random_string

from linkbio.demo import Demo
from linkbio.embedded import EmbeddedValkey
from tests import services

NAME = "linkbio.test"
NGINX = """
daemon off; worker_processes 1; pid {folder}/nginx.pid; error_log {folder}/nginx.log;
events {{ worker_connections 512; }}
http {{
  access_log off; client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/fastcgi; uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
  server {{ listen 127.0.0.1:{plain}; return 301 https://{name}:{tls}$request_uri; }}
  server {{
    listen 127.0.0.1:{tls} ssl;
    ssl_certificate {folder}/certificate.pem; ssl_certificate_key {folder}/key.pem;
    location / {{
      proxy_pass http://127.0.0.1:{upstream};
      proxy_set_header Host $http_host;
      proxy_set_header X-Forwarded-For $remote_addr;
      proxy_set_header X-Forwarded-Proto https;
    }}
  }}
}}
"""


class Site(Demo):
    """The demo's site, with a way in for audits."""

    def run_code(self, code: str) -> str:
        """What this Python prints inside the site."""
        return self.manage("shell", "--no-imports", "--command", code)

    def session_of(self, user: str) -> str:
        """The key of a session in which this person, by username or by the address of their page, is logged in."""
        code = (
            "from django.contrib.auth import *; from tiktok_auth.sessions import SessionStore as S;"
            f"people = get_user_model().objects; u = people.filter(page__handle={user!r}).first() or people.get("
            f"username={user!r}); s = S(); s.update({{SESSION_KEY: str(u.pk), BACKEND_SESSION_KEY: "
            "'allauth.account.auth_backends.AuthenticationBackend', HASH_SESSION_KEY: u.get_session_auth_hash()});"
            "s.create(); print(s.session_key)"
        )
        return self.run_code(code).splitlines()[-1]


class Secure(Site):
    """The site as an operator runs it: behind TLS, with secrets of its own, and without a sandbox."""

    def __init__(self, twin: Demo, folder: Path) -> None:
        self.folder, self.plain_port, self.tls_port = folder, services.free_port(), services.free_port()
        super().__init__(
            twin.environment["REDIS_URL"],
            Path(twin.environment["DATA_DIR"]),
            port=str(services.free_port()),
            CONTACT="hello@example.org",
            SECRET_KEY=get_random_string(60),
            SITE_URL=f"https://{NAME}:{self.tls_port}",
            TIKTOK_CLIENT_KEY="client",
            TIKTOK_CLIENT_SECRET="made-up",
            TIKTOK_SANDBOX="0",
            TOKEN_KEYS=Fernet.generate_key().decode(),
            TRUSTED_PROXIES="1",
        )

    @property
    def certificate(self) -> Path:
        return self.folder / "certificate.pem"

    def start_nginx(self) -> None:
        words = ["-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", f"/CN={NAME}"]
        words += ["-addext", f"subjectAltName=DNS:{NAME}", "-keyout", f"{self.folder}/key.pem"]
        subprocess.run(["openssl", "req", *words, "-out", self.certificate], check=True, capture_output=True)
        configuration = self.folder / "nginx.conf"
        ports = {"plain": self.plain_port, "tls": self.tls_port, "upstream": self.port}
        configuration.write_text(NGINX.format(folder=self.folder, name=NAME, **ports))
        self.processes.append(
            subprocess.Popen(
                [program("nginx"), "-e", f"{self.folder}/nginx.log", "-c", configuration], start_new_session=True
            )
        )


def program(name: str) -> str:
    """Where this program is. Raises SystemExit with how to get it."""
    if found := shutil.which(name):
        return found
    raise SystemExit(f"make audit needs {name}: apt-get install {name}")


@contextmanager
def demo(folder: Path) -> Iterator[Site]:
    """A site like that of `make demo`, with its creators and their pictures, on a port of its own."""
    with ExitStack() as stack:
        valkey = EmbeddedValkey(folder)
        stack.callback(valkey.stop)
        site = Site(valkey.start(), folder / "data", port=str(services.free_port()))
        stack.callback(site.stop)
        site.manage("migrate", "--verbosity", "0")
        site.start("serve")
        site.start("worker")
        site.wait_until_up()
        site.manage("seed_demo")
        yield site


@contextmanager
def secure(twin: Demo, folder: Path) -> Iterator[Secure]:
    """The same creators on a production site behind nginx and TLS, at a name that only this machine's tools know."""
    site = Secure(twin, folder)
    try:
        site.start("serve")
        site.wait_until_up()
        site.start_nginx()
        time.sleep(1)
        yield site
    finally:
        site.stop()
