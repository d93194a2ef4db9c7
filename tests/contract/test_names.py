import pytest

from training.contract.base_models import clip_words
from training.contract.errors import ManulError
from training.contract.names import (
    LONGEST_NAME,
    check_initializer,
    check_name,
    initializer_suggestions,
    suggest_name,
)

pytestmark = pytest.mark.quick


@pytest.mark.parametrize("name", ["pallas_cat", "my-cat", "cat2", "xq7", "a" * LONGEST_NAME])
def test_names_that_are_fine(name: str) -> None:
    check_name(name, ["cat"])
    assert suggest_name(name) == name or len(name) == LONGEST_NAME


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("", "empty"),
        ("   ", "empty"),
        ("my cat", "letters"),
        ("Pallas", "letters"),
        ("манул", "letters"),
        ("😀", "letters"),
        ("cat\n", "letters"),
        ("../cat", "letters"),
        ("_-", "letters"),
        ("x" * 300, "long"),
        ("pallas_2", "number"),
        ("cat_1_2", "number"),
        ("_7", "number"),
        ("cat", "word"),
        ("con", "word"),
        ("com1", "reserved"),
        ("lpt9", "reserved"),
        ("widget_from_model", "word"),
    ],
)
def test_names_that_are_not_and_a_better_one(name: str, key: str) -> None:
    with pytest.raises(ManulError) as refused:
        check_name(name, {"widget_from_model"})
    assert refused.value.key == f"name_invalid.{key}"
    suggestion = str(refused.value.values["suggestion"])
    assert suggestion in refused.value.report().advice
    check_name(suggestion, {"widget_from_model"})


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Мой Манул", "moy_manul"),
        ("Ёжик", "ezhik"),
        ("Crème brûlée!", "creme_brulee"),
        ("IMG_2024", "my_img"),
        ("😀", "my_concept"),
        ("12", "my_concept"),
    ],
)
def test_suggestions_stay_close_to_what_was_typed(text: str, name: str) -> None:
    assert suggest_name(text) == name


def test_the_word_list_is_clips() -> None:
    words = clip_words()
    assert len(words) > 30_000
    assert {"cat", "photo", "manhattan"} <= words
    assert "pallas_cat" not in words


def test_the_initializer_is_a_word_of_the_model() -> None:
    check_initializer("cat", "animal", ["cat"])
    with pytest.raises(ManulError) as refused:
        check_initializer("manul", "animal", ["bird", "cat"])
    assert refused.value.report().advice == "Start from one of these: cat, bird."


def test_suggestions_of_another_kind_are_better_than_none() -> None:
    assert initializer_suggestions("person", ["painting", "dog"]) == ["dog", "painting"]
    assert initializer_suggestions("person", []) == []
