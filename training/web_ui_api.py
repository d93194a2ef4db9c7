"""Finds out which web UI runs at an address, and tells it about a new file. No torch."""

from collections.abc import Iterator

from training.contract.messages import say
from training.contract.web_uis import Tool
from training.web_ui_apis import NewFile, Outcome, Refused, Running, WebUIApi, how_to, web_ui_apis
from training.web_ui_apis.webui import has_its_api_off
from training.web_ui_client import Client, NoAnswer, TooSlow

# Where each listens if nobody told it otherwise.
DEFAULT_ADDRESSES: dict[Tool, str] = {
    "a1111": "http://127.0.0.1:7860",
    "forge": "http://127.0.0.1:7860",
    "sdnext": "http://127.0.0.1:7860",
    "comfyui": "http://127.0.0.1:8188",
    "invokeai": "http://127.0.0.1:9090",
    "swarmui": "http://127.0.0.1:7801",
}


def identify(client: Client) -> Running | None:
    """Who answers there; None if it is none of the web UIs we know. Raises NoAnswer, TooSlow."""
    found = (api.identify(client) for api in web_ui_apis())
    return next(filter(None, found), None)


def api_is_off(client: Client) -> bool:
    """A1111 or Forge runs there, but answers no questions about itself."""
    return has_its_api_off(client)


def refresh(file: NewFile, client: Client) -> Outcome:
    """Have the file's web UI at the client's address look for it, and check that it sees it."""
    name = file.tool_name
    try:
        return next(_apis_of(file.tool)).refresh(file, client)
    except Refused as refused:
        return refused.outcome
    except NoAnswer:
        if file.tool == "invokeai":
            return Outcome(None, say("refresh.not_installed", tool=name, click=how_to(file)))
        return Outcome(None, say("refresh.not_running", tool=name))
    except TooSlow:
        click = how_to(file)
        message = say("refresh.too_slow", tool=name, address=client.address, click=click)
        return Outcome(False, message)


def _apis_of(tool: Tool) -> Iterator[WebUIApi]:
    return (api for api in web_ui_apis() if tool in api.TOOLS)
