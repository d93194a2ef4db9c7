"""Every sentence that engine and contract say to people, by key, in English.

The key and its values travel beside the sentence, so that the window can say it in the user's
language; a value may be a message itself (the reason inside an error).
"""

import math
from typing import Any

from pydantic import BaseModel, ConfigDict

from training.contract.error_sentences import ERRORS
from training.contract.setup_sentences import SETUP

MESSAGES: dict[str, str] = {
    **ERRORS,
    **SETUP,
    # why something cannot be read ------------------------------------------------------------
    "cause.card_full": "the card had too little memory",
    "cause.missing": "it does not exist",
    "cause.forbidden": "you may not open it",
    "cause.not_a_file": "it is not a file",
    "cause.not_a_picture": "it is not a picture",
    "cause.not_a_photo": "Manul does not learn from {format} files",
    "cause.damaged": "it is damaged or incomplete",
    "cause.too_large": "it has more than {millions} million pixels",
    "cause.too_many_bytes": "it is larger than {megabytes} MB, more than such a file can need",
    "cause.not_a_concept": "it is not a concept's folder",
    "cause.not_an_embedding": "it is not an embedding file",
    "cause.not_a_lora": "it is not a LoRA's .safetensors file",
    "cause.lora_kind": "it is a {kind}, and only a plain LoRA can be taught further",
    "cause.lora_family": "it was made for {made_for}, not for {wanted}",
    "cause.lora_layers": "it changes layers that this run does not teach, {layer} for one; the "
    "settings method.layers and method.train_text_encoder say which are taught",
    "cause.lora_rank": "its rank is {rank}, and the setting method.rank is only {wanted}",
    "cause.lora_shape": "its {layer} is of another size than the base model's",
    "cause.not_a_hypernetwork": "it is damaged, or no hypernetwork's .pt file",
    "cause.activation": "it uses the activation {name}, and Manul only knows {choices}",
    "cause.not_safe": "it holds more than numbers, which could be malicious",
    "cause.embedding_count": "it holds {count} embeddings instead of one",
    "cause.empty": "it is empty",
    "cause.web_page": "it is a web page, so the download went wrong",
    "cause.lfs_pointer": "it only says where the model lies (a git-lfs pointer)",
    "cause.zip": "it is a zip archive, not a .safetensors file",
    "cause.cut_off": "it is cut off, {there} of {wanted} bytes are there",
    "cause.not_a_model": "it is damaged, or no model file",
    "cause.foreign_code": "it asks for the program code {name}, which could be malicious",
    "cause.system": "{detail}",
    # what is wrong with a kept step ----------------------------------------------------------
    "damage.missing": "{file} is missing",
    "damage.changed": "{file} is not what was written",
    "damage.unreadable": "{file} cannot be read",
    # families of models ----------------------------------------------------------------------
    "family.sd1": "Stable Diffusion 1.x",
    "family.sd2": "Stable Diffusion 2.x",
    "family.sdxl": "SDXL",
    "family.width": "models that describe words by {width} numbers",
    # what a file is instead of a base model --------------------------------------------------
    "model.pipeline": "a {pipeline}",
    "model.other": "a {architecture} model",
    "model.quantised": "a model packed into fewer bits ({format}), which can draw but not learn",
    "model.refiner": "the SDXL refiner, which only finishes the pictures of another model",
    "model.inpainting": "a model for inpainting or editing ({channels} input channels, not 4)",
    "model.no_text_encoder": "a UNet without its text encoder",
    "model.no_vae": "a checkpoint without its VAE",
    "model.vae": "a VAE, which goes with a base model",
    "model.text_encoder": "a text encoder, which goes with a base model",
    "model.lora": "a LoRA, which goes with a base model",
    "model.embedding": "an embedding, which goes with a base model",
    "model.hypernetwork": "a hypernetwork, which goes with a base model",
    "model.controlnet": "a ControlNet, which goes with a base model",
    "model.unknown": "nothing that Manul knows",
    # what a run is doing, and how it stands --------------------------------------------------
    "stage.starting": "starting",
    "stage.downloading": "downloading the model",
    "stage.caching": "looking at the pictures",
    "stage.class_images": "drawing pictures of the class",
    "stage.loading": "loading the model",
    "stage.learning": "learning",
    "stage.sampling": "drawing samples",
    "stage.saving": "saving",
    "stage.exporting": "exporting",
    "stage.waiting": "waiting",
    "state.new": "new",
    "state.queued": "queued",
    "state.starting": "starting",
    "state.running": "running",
    "state.paused": "paused",
    "state.stopped": "stopped",
    "state.failed": "failed",
    "state.finished": "finished",
    "state.died": "dead",
    "state.not_responding": "not responding",
    # what is wrong with a value --------------------------------------------------------------
    "problem.layer_structure": "it must begin and end with 1, with sizes up to {limit} between",
    "problem.dropout_structure": "it needs {count} numbers from 0 to less than 1, the first and "
    "the last 0",
    "problem.rate_steps": "it must be written like 5e-5:100, 5e-6:1500, with rates up to 1 and "
    "rising steps",
    "problem.rate_steps_begin": "it must begin with the learning rate, {rate}",
    "problem.rate_steps_end": "training.learning_rate_steps goes to step {last}",
    "problem.at_least": "it must be at least {limit}",
    "problem.at_most": "it must be at most {limit}",
    "problem.more_than": "it must be more than {limit}",
    "problem.less_than": "it must be less than {limit}",
    "problem.multiple_of": "it must be a multiple of {step}",
    "problem.whole_number": "it must be a whole number",
    "problem.number": "it must be a number",
    "problem.yes_or_no": "it must be true or false",
    "problem.text": "it must be text",
    "problem.list": "it must be a list",
    "problem.table": "it must be a table",
    "problem.one_of": "it must be one of: {choices}",
    "problem.missing": "it is missing",
    "problem.method": "it must be the name of a method: {choices}",
    "problem.table_name": "there is no table “{name}” of settings, only: {choices}",
    "problem.unknown": "there is no such entry",
    "problem.too_few": "it needs at least {limit} entries",
    "problem.too_many": "it may have at most {limit} entries",
    "problem.name": "a name consists of small Latin letters, digits, “-” and “_”",
    "problem.file_name": "it must be the name of a file, without folders",
    "problem.no_place": "“{prompt}” has no {{}} where the concept's name goes",
    "problem.crop": "left must be smaller than right, and top smaller than bottom",
    "problem.pattern": "it is not written as it should be",
    "problem.other": "{detail}",
    # pictures ------------------------------------------------------------------------------
    "picture.unreadable": "cannot be read",
    "picture.unreadable.cure": "Open it in an image viewer and save it again as JPEG or PNG.",
    "picture.already_there": "is already there as {other}",
    "picture.already_there.cure": "Nothing to do: it was not added again.",
    "picture.caption_unreadable": "has a caption file that cannot be read",
    "picture.caption_unreadable.cure": "Write the caption again here.",
    "picture.wrong_extension": "is really {format}, not {extension}",
    "picture.wrong_extension.cure": "Nothing to do: the copy gets the right extension.",
    "picture.too_small": "is {width}x{height}, smaller than the {resolution} it is trained at",
    "picture.too_small.cure": "Use a larger picture, or a smaller resolution.",
    "picture.crop_too_small": "its crop is {side} px, less than the {resolution} it is trained at",
    "picture.crop_too_small.cure": "Make the crop larger, or take the largest square.",
    "picture.blurred": "looks blurred",
    "picture.blurred.cure": "Leave it out unless the blur belongs to what you teach.",
    "picture.near_duplicate": "looks the same as {other}",
    "picture.near_duplicate.cure": "Keep one of the two: copies count double.",
    "picture.animated": "holds several pictures; only the first is used",
    "picture.animated.cure": "Save the frame you want as a picture of its own.",
    "picture.transparent": "has transparent parts; they become white",
    "picture.transparent.cure": "Put it on a background if white is wrong.",
    "picture.rotated": "was turned upright",
    "picture.rotated.cure": "Nothing to do: the camera had noted how it was held.",
    # advice on the set of pictures -----------------------------------------------------------
    "advice.few": "{count} pictures: enough for a first look; {kind} wants {wanted} or more.",
    "advice.enough": "{count} pictures: plenty for {kind}.",
    "advice.many": "{count} pictures: more than needed; the best 20 teach as well.",
    "advice.of_object": "an object",
    "advice.of_person": "a person",
    "advice.of_animal": "an animal",
    "advice.of_style": "a style",
    # choices the engine makes, with the reason ---------------------------------------------
    "reason.device.cuda": "This machine has a {card}.",
    "reason.device.asked": "The processor was asked for.",
    "reason.device.cpu": "No usable NVIDIA card was found, so the processor does the work.",
    "reason.device.unusable": "{problem} The processor does the work, which is enough for the demo "
    "model.",
    "reason.precision.asked": "This number format was asked for.",
    "reason.precision.bf16": "This card computes in bfloat16.",
    "reason.precision.fp16": "This card has no bfloat16.",
    "reason.precision.fp32": "On the processor 32-bit numbers are the fastest.",
    "reason.prediction.asked": "It was asked for.",
    "reason.prediction.said": "The model says so itself.",
    "reason.prediction.remembered": "It was found out when the run began.",
    "reason.prediction.probed": "Given pure noise, the model's answer resembles it by {likeness} "
    "(1 = it predicts noise, 0 = velocity).",
    "reason.precision.rounding": "Stochastic rounding keeps the weights in bfloat16.",
    "reason.measure.asked": "It was asked for.",
    "reason.measure.asked.take_turns": "It was asked for. Pictures of the concept and of the class "
    "then take turns.",
    "reason.measure.master": "The weights are kept in 32 bits and computed with in 16: smaller "
    "steps than a 16-bit number can hold add up.",
    "reason.cache_latents": "Pictures are encoded once, before training, and not at every step.",
    "reason.threads.demo": "The demo model is so small that more threads only wait for each other.",
    "reason.threads.cores": "One thread for each processor core.",
    "reason.threads.asked": "OMP_NUM_THREADS asked for this many.",
    "reason.threads.gpu": "The card does the work; the processor only feeds it.",
    "reason.extended": "The learning-rate schedule had ended, so the added steps use a constant "
    "{learning_rate}.",
    # what the plan switches on, and what to change where nothing suffices ---------------------
    "plan.cache_text": "Prompts are encoded once, before training, and the text encoder "
    "leaves the card.",
    "plan.measure.bf16_stochastic_rounding": "Weights in 16 bits that are rounded by chance learn "
    "as well as in 32: {saved} GB less.",
    "plan.measure.adamw_8bit": "The optimizer remembers in 8 bits what it learned about each "
    "weight: {saved} GB less.",
    "plan.measure.step_in_backward": "Each weight moves as soon as its gradient is known, so that "
    "gradients need no room: {saved} GB less.",
    "plan.measure.step_in_backward.take_turns": "Each weight moves as soon as its gradient is "
    "known, so that gradients need no room: {saved} GB less. Pictures of the concept and of the "
    "class then take turns.",
    "plan.measure.gradient_checkpointing": "Part of the computation is done twice instead of "
    "remembered: {saved} GB less, a quarter to a third slower.",
    "plan.measure.adafactor": "This optimizer remembers next to nothing; learning is a little "
    "less steady: {saved} GB less.",
    "plan.measure.int8_base": "The base model, which stays as it is, is packed into 8 bits: "
    "{saved} GB less, slower.",
    "plan.measure.nf4_base": "The base model, which stays as it is, is packed into 4 bits: "
    "{saved} GB less, slower and a little less exact.",
    "plan.change.anew": "Make a new run with the same settings: {needed} GB suffice where no step "
    "binds it to an optimizer.",
    "plan.change.auto": "Set {settings} to auto: {needed} GB suffice.",
    "plan.change.measures": "Leave --measures out, so that Manul chooses: {needed} GB suffice.",
    "plan.change.batch": "Set training.train_batch_size to 1: {needed} GB suffice.",
    "plan.change.prior": "Switch data.prior_preservation off: {needed} GB suffice.",
    "plan.change.resolution": "Set data.resolution to {resolution}: {needed} GB suffice.",
    "plan.change.method": "Choose the method {method}: {needed} GB suffice.",
    "plan.change.none": "Choose a smaller base model (Stable Diffusion 1.x needs the least), or "
    "train on a card with more memory.",
    "reason.not_finite": "What was learned since the last kept step is no longer made of numbers; "
    "it does not count.",
    "reason.out_of_memory": "The card ran out of memory while {stage}. The training goes on from "
    "the last kept step in a way that needs less.",
    # notes during a run ---------------------------------------------------------------------
    "note.picture_skipped": "{file} was left out: it cannot be read.",
    "note.picture_changed": "{file} is no longer the picture that this training began with; it "
    "goes on with the picture as it is now.",
    "note.cache_rebuilt": "A damaged cache entry of {file} was made again.",
    "note.checkpoint_skipped": "The kept step {step} is damaged ({reason}); going on from an "
    "earlier one.",
    "note.checkpoint_skipped.last": "The kept step {step} is damaged ({reason}), and there is no "
    "earlier one to go on from: the training begins again.",
    "note.sample_failed": "A sample could not be drawn ({reason}); training goes on.",
    "note.small_multiple": "A resolution that is a multiple of 64 suits the model better than "
    "{resolution}.",
    "note.no_xformers": "xformers cannot be used here ({reason}); torch computes attention itself.",
    "note.no_8_bit": "The 8-bit optimizer cannot be used here ({reason}); its 32-bit form does the "
    "same and needs more memory.",
    "note.no_packed_base": "The base model cannot be packed into fewer bits here ({reason}); it "
    "stays as it is and needs more memory.",
    "note.no_compile": "The model is not compiled ({reason}); it computes the same without, a "
    "little slower.",
    "note.take_turns": "To save memory, pictures of the concept and of its class take turns: of "
    "{steps} steps half are for each. Where too little is learned, add steps.",
    "note.gradients_skipped": "Up to step {step}, {count} updates of single layers were left out, "
    "because their gradients were too large for this number format or not numbers.",
    "note.steps_slower": "Since step {step} a step takes {factor} times as long as before. Another "
    "program uses the card, or its memory is full and the driver moves part of it to the "
    "computer's: close other programs that use the card.",
    "note.no_image_encoder": "The weights in {path} cannot be used ({reason}), so likeness to the "
    "pictures is not measured.",
    "note.prompt_too_long": "“{prompt}” is longer than the model reads; its end is cut off.",
    "note.command_ignored": "“{command}” does nothing while the run is {state}.",
    # what the fixed test says -----------------------------------------------------------------
    "converged": "Since about step {step} the fixed test hardly moves. What comes now is learned "
    "more and more by heart: you may stop here, nothing is lost.",
    "warning.held_out": "The pictures that are only tested with were known best at step {step}; "
    "the fixed test is {percent} % worse now. The others are being learned by heart.",
    "warning.unlearning": "The fixed test was best at step {step} and is {percent} % worse now. "
    "The learning rate may be too high.",
    "warning.class": "At step {step} the model knows its class {percent} % worse than before the "
    "training: whatever is of that kind begins to look like these pictures.",
    # the step that Manul would take -----------------------------------------------------------
    "suggestion.held_out": "The pictures that are only tested with are known about best there: "
    "the fixed test is {percent} % better than before the training.",
    "suggestion.levelled": "It knows at least nine tenths of what was learned until the fixed test "
    "levelled off at step {step}: the test is {percent} % better than before the training.",
    "suggestion.enough": "It knows at least nine tenths of all that was learned: the fixed test is "
    "{percent} % better than before the training.",
    "suggestion.lowest": "Of the kept steps it did best in the fixed test: {percent} % better than "
    "before the training.",
    "suggestion.not_learned": "The fixed test never became better than before the training; this "
    "step is the least bad.",
    "suggestion.class_steady": "The class is known as well as before.",
    "suggestion.class": "The class is known {percent} % worse than before.",
    "suggestion.likeness": "Of the steps that know enough, its samples look most like the "
    "pictures ({model}: {likeness}).",
    "suggestion.no_likeness": "Likeness to the pictures was not measured: this machine has no "
    "DINO or CLIP weights.",
    # notes on an export -----------------------------------------------------------------------
    "note.not_looked_in": "{tool} does not look for this in {path}, but in {expected}.",
    "note.other_step": "This is the last kept step, {step}. Manul would take step {suggested}: "
    "--step {suggested}.",
    "note.last_step": "This is step {step}, the last one that was kept.",
    "note.comfyui_activates": "ComfyUI will draw this differently: with layer norm it activates "
    "the last layer too. Teach it with method.activate_output=true for both to be alike.",
    "note.demo_only": "This was taught to the demo model and fits no other: it is for trying out "
    "the way there.",
    # whether a running web UI has seen an exported file ---------------------------------------
    "refresh.shown": "{tool} is running and has it now.",
    "refresh.shown_after": "{tool} is running and has it now. {click}",
    "refresh.skipped": "{tool} is running and has it now, but the model loaded there is of another "
    "family: it can be used as soon as a fitting one is loaded.",
    "refresh.not_running": "{tool} is not running; it finds the file when it starts.",
    "refresh.not_shown": "The {tool} at {address} does not see the file: it seems to read other "
    "folders.",
    "refresh.by_hand": "{tool} is running but has not seen the file yet. {click}",
    "refresh.api_off": "{tool} is running, but its API is off. {click}",
    "refresh.login": "{tool} is running, but asks for a password. {click}",
    "refresh.too_slow": "The {tool} at {address} does not answer: it may be busy. {click}",
    "refresh.stranger": "{tool} was not told: another program answers at {address}. If {tool} is "
    "running, it finds the file when it starts again, or give its address with --api.",
    "refresh.refused": "{tool} did not take the file: {reason}",
    "refresh.not_installed": "{tool} is not running. Once it is: {click}",
    # what to click in a web UI ----------------------------------------------------------------
    "click.tab": "Press the refresh button in its “{tab}” tab.",
    "click.checkpoint": "Press the refresh button beside its list of checkpoints.",
    "click.comfyui": "Press R in its page, so that its lists show the file.",
    "click.sdnext": "Press the refresh button of its Networks panel.",
    "click.invokeai": "Open its Model Manager, choose Add Models, and enter {path} as a local "
    "path.",
}


class Message(BaseModel):
    """A sentence for people: its key and values for translation, its English text beside."""

    model_config = ConfigDict(frozen=True)

    key: str
    values: "Values" = {}
    text: str

    def __str__(self) -> str:
        return self.text


Value = str | int | float | Message
Values = dict[str, Value]
Message.model_rebuild()


def english(key: str, values: Values) -> str:
    """The English sentence of `key`; KeyError for an unknown key or a missing value."""
    return MESSAGES[key].format_map(values)


def say(key: str, **values: str | int | float | Message) -> Message:
    """A Message with its English text filled in."""
    plain = {name: plain_value(value) for name, value in values.items()}
    return Message(key=key, values=plain, text=english(key, plain))


def plain_value(value: Any) -> Value:
    """`value` as a message can carry it through JSON and UTF-8 into another language."""
    if isinstance(value, Message) or (isinstance(value, int) and not isinstance(value, bool)):
        return value
    if isinstance(value, float) and math.isfinite(value):
        return value
    text = str(value).lower() if isinstance(value, bool) else str(value)
    # A file name that is not UTF-8 comes with lone surrogates, which no file of ours can hold.
    return text.encode("utf-8", "replace").decode()
