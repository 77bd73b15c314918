"""Whom a call believes to be who they say, and how long it waits for the proof."""

import socket
import ssl
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from pytest_django import Settings

from tests import hostile
from tests.hostile import Behaviour
from tests.tiktok_auth.sending import CANARY, assert_given_up_at_the_deadline, failure_of, get
from tiktok_auth import transport


def make_certificate(folder: Path, address: str) -> Path:
    """A self-signed certificate for this name, with its key, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "tests")])
    names = x509.SubjectAlternativeName([x509.DNSName(address)])
    builder = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    builder = builder.serial_number(1).add_extension(names, critical=False)
    builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
    builder = builder.add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    now = datetime.now(UTC)
    signed = builder.not_valid_before(now - timedelta(1)).not_valid_after(now + timedelta(1)).sign(key, hashes.SHA256())
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path = folder / f"{address}.pem"
    path.write_bytes(signed.public_bytes(serialization.Encoding.PEM) + private)
    return path


def server_side(certificate: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    return context


@pytest.fixture
def trusted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ssl.SSLContext]:
    """A server's side of TLS for localhost, with a certificate that the operator added to the trusted ones."""
    certificate = make_certificate(tmp_path, "localhost")
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    transport.tls_context.cache_clear()
    yield server_side(certificate)
    transport.tls_context.cache_clear()


def test_certificate_the_operator_trusts_is_accepted(trusted: ssl.SSLContext, settings: Settings) -> None:
    with hostile.serve(hostile.answer(b"hello"), certificate=trusted) as server:
        settings.TIKTOK_API_BASE = server.url
        assert get(server.url).body == b"hello"


def test_certificate_of_another_name_is_refused(trusted: ssl.SSLContext, settings: Settings) -> None:
    with hostile.serve(certificate=trusted) as server:
        settings.TIKTOK_API_BASE = f"https://127.0.0.1:{server.port}"
        assert failure_of(settings.TIKTOK_API_BASE) == "tls"
        assert server.requests == []


def test_certificate_nobody_vouches_for_is_refused(tmp_path: Path, settings: Settings) -> None:
    with hostile.serve(certificate=server_side(make_certificate(tmp_path, "localhost"))) as server:
        settings.TIKTOK_API_BASE = server.url
        assert failure_of(server.url, bearer=CANARY) == "tls"
        assert server.requests == []


@pytest.mark.parametrize("behaviour", [hostile.drip_headers, hostile.drip_body])
def test_slow_server_is_given_up_at_the_deadline_inside_tls(
    trusted: ssl.SSLContext, settings: Settings, behaviour: Behaviour
) -> None:
    with hostile.serve(behaviour, certificate=trusted) as server:
        settings.TIKTOK_API_BASE = server.url
        tries = assert_given_up_at_the_deadline(server.url)
        assert len(server.requests) == tries


def test_tls_that_is_never_agreed_on_is_given_up_at_the_deadline(settings: Settings) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        settings.TIKTOK_API_BASE = f"https://127.0.0.1:{listener.getsockname()[1]}"
        assert_given_up_at_the_deadline(settings.TIKTOK_API_BASE)
