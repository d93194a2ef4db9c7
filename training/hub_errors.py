"""Puts what can go wrong with the hub into sentences that name the model."""

from collections.abc import Iterator
from contextlib import contextmanager
from json import JSONDecodeError

from httpx2 import HTTPError
from huggingface_hub.errors import (
    GatedRepoError,
    HfHubHTTPError,
    LocalEntryNotFoundError,
    RepositoryNotFoundError,
)

from training.contract.errors import ManulError, from_os_error
from training.contract.hub_cache import hub_cache

_FORBIDDEN = (401, 403)
_NOT_FOUND = 404


@contextmanager
def explained(name: str, *, has_begun: bool) -> Iterator[None]:
    """Raise ManulError for errors of the hub, the network and the disk within it."""
    try:
        yield
    except (HTTPError, OSError, JSONDecodeError) as error:
        raise _explain(error, name, has_begun=has_begun) from error


def _explain(error: Exception, name: str, *, has_begun: bool) -> Exception:
    if isinstance(error, LocalEntryNotFoundError) and isinstance(error.__cause__, Exception):
        # The library's word for: it was not in the cache, and this is why it could not be asked.
        error = error.__cause__
    if isinstance(error, HfHubHTTPError):
        return _answered(error, name)
    if isinstance(error, OSError) and error.errno is not None:
        return from_os_error(error, error.filename or hub_cache()) or error
    # Also what is not JSON: a proxy or a hotel's login page answered in the hub's place.
    return ManulError("model_missing.cut" if has_begun else "model_missing.offline", name=name)


def _answered(error: HfHubHTTPError, name: str) -> ManulError:
    status = error.response.status_code
    if isinstance(error, GatedRepoError):
        return ManulError("model_missing.forbidden", name=name)
    # To those who are not logged in, the hub answers 401 for a model that does not exist.
    if isinstance(error, RepositoryNotFoundError) or status == _NOT_FOUND:
        return ManulError("model_missing.no_such_model", name=name)
    if status in _FORBIDDEN:
        return ManulError("model_missing.forbidden", name=name)
    return ManulError("model_missing.unavailable", name=name, status=status)
