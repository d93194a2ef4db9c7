"""A process of its own for one training: `python -m tests.bench.worker ANSWER` loads what is slow
to import, waits for a job on standard input and measures the engine's own session and loop."""

import sys
from pathlib import Path

# Imported while another training may still be loading: neither opens the card.
import torch  # noqa: F401
import transformers.models.clip.modeling_clip  # noqa: F401

from tests.bench.job import as_line, read_job


def main(answer: Path) -> None:
    if not (text := sys.stdin.readline()):
        # Nobody needs us any more.
        return
    from tests.bench.measure import measure

    # A line at its end, so that whoever finds the file finds all of it.
    answer.write_text(as_line(measure(read_job(text))), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
