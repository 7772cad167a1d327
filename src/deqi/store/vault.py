"""What lies in the database is sealed; the key lies in a file outside it.

One file holds 32 random bytes. From them come, by HKDF (RFC 5869), a key that wraps the key of
each patient, one that seals what belongs to no patient, one for e-mail addresses, and one for the
chain of the audit. Whoever has the database alone reads no name, no contact, no score and no word
of anybody. Deleting the key of one patient makes everything sealed with it unreadable for good.
"""

from __future__ import annotations

import base64
import os
import secrets
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM, AESSIV
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from deqi.records import DeqiError

KEY_BYTES = 32
NONCE_BYTES = 12  # of AES-GCM: random for each sealing
OWNER_ONLY = 0o600


class VaultError(DeqiError):
    """The key file is missing, damaged, or not the one that this data was sealed with."""

    code = "vault"
    exit_status = 14


@dataclass(frozen=True)
class Vault:
    """Seals and opens with keys derived from the one of the key file."""

    root: bytes

    @cached_property
    def _wrapping(self) -> AESGCM:
        return AESGCM(self.derived(b"wrap patient keys"))

    @cached_property
    def _house(self) -> AESGCM:
        return AESGCM(self.derived(b"house"))

    @cached_property
    def _addresses(self) -> AESSIV:
        return AESSIV(self.derived(b"addresses", length=64))

    @cached_property
    def audit_key(self) -> bytes:
        """For the digests of the audit's chain."""
        return self.derived(b"audit")

    def derived(self, purpose: bytes, length: int = KEY_BYTES) -> bytes:
        """The key for one purpose; keys of two purposes say nothing of each other."""
        return HKDF(SHA256(), length, salt=b"deqi/1", info=purpose).derive(self.root)

    @property
    def fingerprint(self) -> str:
        """Names the key without telling it: eight letters to compare backup and key file by."""
        return self.derived(b"fingerprint", length=4).hex()

    def new_key(self) -> bytes:
        """A wrapped key for one patient, to be kept in the database."""
        return _seal(self._wrapping, secrets.token_bytes(KEY_BYTES), b"patient key")

    def key(self, wrapped: bytes) -> Key:
        """The key of one patient, for sealing and opening what is known of that patient."""
        return Key(AESGCM(_open(self._wrapping, wrapped, b"patient key")))

    @property
    def house(self) -> Key:
        """The key for what belongs to no patient: names and licences of the staff."""
        return Key(self._house)

    def seal_address(self, address: str) -> str:
        """An address that can be looked up: the same address, the same sealed text."""
        sealed = self._addresses.encrypt(address.encode(), [b"address"])
        return base64.urlsafe_b64encode(sealed).decode()

    def open_address(self, sealed: str) -> str:
        """The address again."""
        try:
            return self._addresses.decrypt(base64.urlsafe_b64decode(sealed), [b"address"]).decode()
        except (InvalidTag, ValueError):
            raise VaultError(_WRONG_KEY) from None


@dataclass(frozen=True)
class Key:
    """Seals bytes for one place: what was sealed for another place does not open here."""

    cipher: AESGCM

    def seal(self, content: bytes, place: str) -> bytes:
        """Content, readable with this key at this place only."""
        return _seal(self.cipher, content, place.encode())

    def open(self, sealed: bytes, place: str) -> bytes:
        """The content again; `VaultError` if it was changed, moved, or sealed with another key."""
        return _open(self.cipher, bytes(sealed), place.encode())


_WRONG_KEY = (
    "The data was sealed with another key than the one in the key file, or it was changed. Start "
    "deqi with the key file that belongs to this data (deqi verify tells its fingerprint)."
)


def _seal(cipher: AESGCM, content: bytes, place: bytes) -> bytes:
    nonce = secrets.token_bytes(NONCE_BYTES)
    return nonce + cipher.encrypt(nonce, content, place)


def _open(cipher: AESGCM, sealed: bytes, place: bytes) -> bytes:
    try:
        return cipher.decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], place)
    except (InvalidTag, ValueError):
        raise VaultError(_WRONG_KEY) from None


def make_key_file(path: Path) -> None:
    """A new key file that only its owner may read; refused if there is one already."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ONLY)
    except FileExistsError:
        raise VaultError(f"There is a key file already: {path.name}. It was left alone.") from None
    with os.fdopen(file, "wb") as handle:
        handle.write(base64.b64encode(secrets.token_bytes(KEY_BYTES)) + b"\n")
        handle.flush()
        os.fsync(handle.fileno())


def read_key_file(path: Path) -> Vault:
    """The vault of a key file.

    Raises
    ------
    VaultError
        If the file is not there, is damaged, or others than its owner may read it.
    """
    try:
        mode = path.stat().st_mode & 0o777
        text = path.read_bytes()
    except OSError as error:
        raise VaultError(
            f"The key file {path} cannot be read ({error.strerror}). Without it the data stays "
            "sealed. Give its place with DEQI_KEY_FILE."
        ) from None
    if os.name == "posix" and mode & 0o077:
        raise VaultError(
            f"Others than you may read the key file {path} (mode {mode:o}). Run: chmod 600 {path}"
        )
    try:
        root = base64.b64decode(text, validate=False)
    except ValueError:
        root = b""
    if len(root) != KEY_BYTES:
        raise VaultError(f"{path} is not a key file: it should hold {KEY_BYTES} bytes in base64.")
    return Vault(root)
