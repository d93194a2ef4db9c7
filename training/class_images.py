"""Pictures of the class for prior preservation: the user's, and what the untaught model draws."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from training import randomness
from training.contract.atomic import atomic_write
from training.contract.class_pictures import class_pictures
from training.contract.config import RunConfig, RunImage
from training.contract.events import ClassImage
from training.contract.kept_steps import file_hash
from training.contract.layout import ConceptFolder
from training.model import BaseModel
from training.randomness import stream_seed
from training.sampling import draw_samples

Progress = Callable[[int, int], None]
_LOOK = "0" * 16


class ClassImages:
    """The first `num_class_images` of the user's own, in `class_images/`; what is missing is
    drawn once for each base model, prompt and size, into a folder of its own there. A run that has
    chosen before keeps its choice."""

    def __init__(
        self, concept: ConceptFolder, config: RunConfig, model_hash: str,
        *, chosen: Sequence[ClassImage] = (),
    ) -> None:  # fmt: skip
        self._config = config
        self._known = {image.file: image.sha256 for image in chosen}
        self.folder = concept.class_images
        own = [self.folder / image.file for image in chosen if "/" not in image.file]
        if not chosen:
            own = class_pictures(concept)[: config.data.num_class_images]
        how = config.sampling
        drawing = (how.num_inference_steps, how.guidance_scale, how.negative_prompt)
        seed = stream_seed(0, f"{model_hash} {config.concept.class_prompt} {drawing}")
        self._drawn = concept.class_images / f"drawn-{config.data.resolution}-{seed:016x}"
        missing = config.data.num_class_images - len(own)
        self.paths = own + [self._drawn / f"{number:04d}.png" for number in range(missing)]

    def draw_missing(
        self, model: BaseModel, *, check: Callable[[], None], progress: Progress
    ) -> None:
        """Draw what is not there yet, or is damaged, with the model as it came. Every picture
        depends on its number alone, so it does not matter where the drawing was interrupted."""
        for number, path in enumerate(self.paths):
            if path.parent != self._drawn or self._is_whole(path):
                continue
            progress(number, len(self.paths))
            path.parent.mkdir(parents=True, exist_ok=True)
            (picture,) = draw_samples(
                model,
                [self._config.concept.class_prompt],
                seeds=[randomness.stream_seed(0, "class_image", number)],
                settings=self._config.sampling,
                resolution=self._config.data.resolution,
                check=check,
            )
            atomic_write(path, partial(picture.save, format="PNG"))

    def choice(self) -> tuple[ClassImage, ...]:
        """The pictures with the hashes they had when they were chosen."""
        names = [self._name(path) for path in self.paths]
        return tuple(
            ClassImage(file=name, sha256=self._known.get(name) or file_hash(path))
            for name, path in zip(names, self.paths, strict=True)
        )

    def as_images(self) -> tuple[RunImage, ...]:
        """As the dataset takes pictures; files are named from `folder`."""
        return tuple(
            RunImage.model_construct(
                file=image.file, original_name=image.file, sha256=image.sha256, look=_LOOK
            )
            for image in self.choice()
        )

    def _is_whole(self, path: Path) -> bool:
        known = self._known.get(self._name(path))
        return path.is_file() and known in (None, file_hash(path))

    def _name(self, path: Path) -> str:
        return path.relative_to(self.folder).as_posix()
