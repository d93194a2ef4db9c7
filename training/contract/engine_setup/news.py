"""What a set-up tells while it works: JSON lines, the last of which says how it ended."""

from typing import Literal

from pydantic import BaseModel, ConfigDict

from training.contract.errors import ErrorReport

Stage = Literal["preparing", "downloading", "unpacking", "checking", "done", "cancelled", "failed"]


class SetUpNews(BaseModel):
    """`share` = how much of the download is here, 0 to 1; `what` = the package that is loading."""

    model_config = ConfigDict(frozen=True)

    stage: Stage
    share: float = 0.0
    what: str = ""
    python: str = ""
    device: str = ""
    error: ErrorReport | None = None
