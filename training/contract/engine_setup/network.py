"""Where packages come from, if not from where they usually do."""

from dataclasses import dataclass

from training.contract.user_settings import UserSettings


@dataclass(frozen=True)
class Network:
    """Empty = as usual. `index` mirrors the registry of Python packages, `torch_index` PyTorch's;
    `more_indexes` and `wheel_folders` are looked into besides."""

    index: str = ""
    torch_index: str = ""
    more_indexes: tuple[str, ...] = ()
    wheel_folders: tuple[str, ...] = ()

    @staticmethod
    def of(settings: UserSettings) -> "Network":
        """As the user has set it; a proxy is a variable of its own."""
        return Network(index=settings.packages, torch_index=settings.torch_packages)

    def variables(self) -> dict[str, str]:
        """As uv takes them."""
        found = {
            "UV_DEFAULT_INDEX": self.index,
            "UV_INDEX": " ".join(self.more_indexes),
            "UV_FIND_LINKS": ",".join(self.wheel_folders),
        }
        return {name: value for name, value in found.items() if value}
