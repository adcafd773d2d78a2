"""A keyring for tests: one JSON file that the environment names, in place of the system's."""

import json
import os
from pathlib import Path
from typing import ClassVar

from keyring.backend import KeyringBackend

ENVIRONMENT = "GOALKIT_TEST_KEYRING"


class FileKeyring(KeyringBackend):
    """Passwords in a file."""

    priority: ClassVar[float] = 1

    def _kept(self):
        file = Path(os.environ[ENVIRONMENT])
        return json.loads(file.read_text(encoding="utf-8")) if file.is_file() else {}

    def get_password(self, service, username):
        """The password, or None."""
        return self._kept().get(f"{service} {username}")

    def set_password(self, service, username, password):
        """Keeps it."""
        kept = {**self._kept(), f"{service} {username}": password}
        Path(os.environ[ENVIRONMENT]).write_text(json.dumps(kept), encoding="utf-8")

    def delete_password(self, service, username):
        """Forgets it."""
        kept = self._kept()
        del kept[f"{service} {username}"]
        Path(os.environ[ENVIRONMENT]).write_text(json.dumps(kept), encoding="utf-8")
