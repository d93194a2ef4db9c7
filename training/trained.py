"""A run's model with what it learned, outside a training: for samples and measurements."""

from dataclasses import dataclass, replace

from PIL import Image

from training import randomness
from training.card_lock import card_name, check_card_is_free
from training.checkpoints import load_weights
from training.contract.config import RunConfig
from training.contract.events import read_events
from training.contract.layout import RunFolder
from training.contract.moved_models import with_model_of_now
from training.contract.run_history import fold
from training.contract.runs import read_run_config
from training.hardware import Hardware, choose_hardware
from training.methods import Method, method_class
from training.model import BaseModel
from training.model_files import open_model
from training.model_finding import find_base_model
from training.model_loading import load_base_model, load_vae
from training.optimizers import Tensors
from training.sampling import Check, draw_samples


@dataclass(frozen=True)
class Trained:
    """The loaded model; `use_step` puts a kept step in."""

    run: RunFolder
    config: RunConfig
    hardware: Hardware
    model: BaseModel
    method: Method

    start: Tensors

    def use_start(self) -> None:
        """As it was before anything was learned."""
        self.method.load_weights(self.start)

    def use_step(self, step: int) -> None:
        self.method.load_weights(load_weights(self.run, step))

    def draw(
        self, prompts: list[str], *, seed: int, check: Check = lambda: None
    ) -> list[Image.Image]:
        """One picture a prompt (`{}` is the concept's name), the n-th from `seed`'s n-th noise;
        `check` is called between the denoising steps."""
        pictures = []
        for index, prompt in enumerate(prompts):
            pictures += draw_samples(
                self.model,
                [prompt.replace("{}", self.config.subject)],
                seeds=[randomness.stream_seed(seed, "samples", index)],
                settings=self.config.sampling,
                resolution=self.config.data.resolution,
                check=check,
            )
        return pictures


def load_trained(run: RunFolder, *, use_cpu: bool = False) -> Trained:
    """The base model of `run` with its method's layers, at their starting values. ManulError
    "card_busy" while a training holds the card."""
    history = fold(read_events(run.events))
    config = with_model_of_now(read_run_config(run), history)
    hardware = choose_hardware(config, planned=history.plan, use_cpu=use_cpu)
    # Nobody knows beforehand what will be asked for.
    measures = tuple(choice for choice in hardware.measures if choice.name != "cache_text")
    hardware = replace(hardware, measures=measures)
    check_card_is_free(card_name(hardware.device))
    known = history.base_model
    info, _ = find_base_model(config, progress=lambda stage, done, total: None, known=known)
    files = open_model(info)
    remembered = known.prediction.name if known else None
    vae = load_vae(files, hardware)
    model, _ = load_base_model(files, vae, hardware, config, remembered=remembered)
    method = method_class(config.method.name)(config, run, model)
    model.learn(False)
    # On the processor: a whole model would not fit a card twice.
    start = {name: values.to("cpu", copy=True) for name, values in method.weights().items()}
    return Trained(run, config, hardware, model, method, start)
