from pathlib import Path

import pytest

from training.contract.errors import ManulError
from training.contract.layout import RunFolder
from training.contract.pins import pinned_steps, set_pin

pytestmark = pytest.mark.quick


@pytest.fixture
def run(tmp_path: Path) -> RunFolder:
    return RunFolder(tmp_path)


def test_a_pin_is_set_and_taken_back(run: RunFolder) -> None:
    assert pinned_steps(run, []) == frozenset()
    set_pin(run, 500, pinned=True)
    set_pin(run, 250, pinned=True)
    assert pinned_steps(run, [100]) == {100, 250, 500}
    set_pin(run, 500, pinned=False)
    set_pin(run, 100, pinned=False)
    assert pinned_steps(run, [100]) == {250}
    set_pin(run, 100, pinned=True)
    assert pinned_steps(run, [100]) == {100, 250}


@pytest.mark.parametrize("content", ["pinned = [", "pinned = [-1]", "contract_version = 99"])
def test_a_list_that_cannot_be_read_pins_nothing_and_is_not_overwritten(
    run: RunFolder, content: str
) -> None:
    run.pins.write_text(content, encoding="utf-8")
    assert pinned_steps(run, [7]) == {7}
    with pytest.raises(ManulError):
        set_pin(run, 7, pinned=True)
    assert run.pins.read_text(encoding="utf-8") == content
