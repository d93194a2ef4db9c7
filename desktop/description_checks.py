"""What is wrong with a concept's name and words, as far as one can tell while they are typed."""

from collections.abc import Collection

from desktop.facts import Description
from training.contract.concept import says_name
from training.contract.errors import ManulError
from training.contract.names import check_initializer, check_name


def name_problem(name: str, model_words: Collection[str]) -> ManulError | None:
    try:
        check_name(name, model_words)
    except ManulError as problem:
        return problem
    return None


def word_problem(description: Description, model_words: Collection[str]) -> ManulError | None:
    """Of the word it starts from; none while the model's words are not known."""
    word = description.initializer_token
    if not word or not model_words:
        return None
    try:
        check_initializer(word, description.kind, model_words)
    except ManulError as problem:
        return problem
    return None


def class_problem(description: Description, name: str) -> ManulError | None:
    """What shows others of its kind must not show the concept."""
    prompt = description.class_prompt
    if name and says_name(prompt, name):
        return ManulError("invalid_setting.class_prompt", prompt=prompt)
    return None


def nameless_prompt(prompts: Collection[str]) -> str:
    """The first sample prompt without a place for the name; empty = all have one."""
    return next((prompt for prompt in prompts if "{}" not in prompt), "")
