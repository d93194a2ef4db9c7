"""Where new versions are announced, as whoever distributes Manul has written it down."""

from pathlib import Path

from PySide6.QtCore import QUrl

import resources
from training.contract.toml_file import StrictModel, read_toml

FILE = resources.ROOT / "new_versions.toml"
# A server on this machine: for tests.
_HERE = ("localhost", "127.0.0.1", "::1")


class Source(StrictModel):
    """No address = nobody is asked. `page_host` = where pages may lie besides its own host."""

    address: str = ""
    page_host: str = ""

    @property
    def url(self) -> QUrl:
        return QUrl(self.address, QUrl.ParsingMode.StrictMode)

    @property
    def is_safe(self) -> bool:
        """Is what comes from there what was sent?"""
        return self.url.scheme() == "https" or (
            self.url.scheme() == "http" and self.url.host() in _HERE
        )

    def may_open(self, page: str) -> bool:
        """Only a plain https page of those who announce it."""
        url = QUrl(page, QUrl.ParsingMode.StrictMode)
        hosts = {self.url.host(), self.page_host.lower()} - {""}
        return (
            url.isValid() and url.scheme() == "https"
            and not url.userInfo() and url.host() in hosts
        )  # fmt: skip


def read_source(path: Path | None = None) -> Source:
    return Source.model_validate(read_toml(path or FILE))
