"""What errors say, and what to do next, by key, in English: a part of `messages`.

The sentence stands under `error.KIND[.variant]`, the advice under the same key with `.advice`.
"""

ERRORS: dict[str, str] = {
    "error.usage": "{problem}",
    "error.usage.advice": "`{command} --help` shows what this command takes.",
    "error.no_images": "There is no picture to learn from.",
    "error.no_images.advice": "Give 5 to 20 pictures (JPEG, PNG, WebP, HEIC ...) or a folder "
    "that holds some.",
    "error.no_images.unreadable": "None of these {count} files is a picture that can be read: "
    "{names}.",
    "error.no_images.unreadable.advice": "Open them in an image viewer; save those that open as "
    "JPEG or PNG and try again.",
    "error.no_images.excluded": "Every picture of “{concept}” is left out.",
    "error.no_images.excluded.advice": "Take at least one picture back in.",
    "error.no_images.class": "There is no picture of the class in “{path}” that can be read.",
    "error.no_images.class.advice": "Give a folder of pictures with --class-images, or leave it "
    "out: then the model draws them.",
    "error.no_images.too_many": "There are more than {limit} pictures in what was given.",
    "error.no_images.too_many.advice": "Give a folder that holds what you want to teach and "
    "nothing else: 5 to 20 pictures are enough.",
    "error.no_images.too_many_files": "“{path}” holds more than {limit} files and folders.",
    "error.no_images.too_many_files.advice": "Give a folder that holds what you want to teach and "
    "nothing else: 5 to 20 pictures are enough.",
    "error.unreadable": "“{path}” cannot be read: {reason}.",
    "error.unreadable.advice": "Check that it exists and that you may open it.",
    "error.unreadable.leads_out": "“{path}” is a link that leads out of its folder, so nothing in "
    "that folder was opened.",
    "error.unreadable.leads_out.advice": "If the folder is your own, put the files themselves "
    "there; if somebody gave it to you, do not trust it.",
    "error.unreadable.model": "“{path}” cannot be read: {reason}.",
    "error.unreadable.model.advice": "Download it again, or choose another file.",
    "error.unreadable.embedding": "No training can go on from “{path}”: {reason}.",
    "error.unreadable.embedding.advice": "Choose an embedding's file: .pt, .bin or .safetensors.",
    "error.unreadable.lora": "No training can go on from “{path}”: {reason}.",
    "error.unreadable.lora.advice": "Choose another LoRA: a .safetensors file that was made for "
    "the same family of models.",
    "error.unreadable.lora_settings": "This training cannot go on from “{path}”: {reason}.",
    "error.unreadable.lora_settings.advice": "Start a new run with that changed (--set), or choose "
    "another LoRA.",
    "error.unreadable.foreign_code": "“{path}” was not loaded: {reason}.",
    "error.unreadable.foreign_code.advice": "Nothing in it was run. Use the same model as a "
    ".safetensors file, which holds numbers only.",
    "error.unreadable.hypernetwork": "No training can go on from “{path}”: {reason}.",
    "error.unreadable.hypernetwork.advice": "Choose a hypernetwork's .pt file as AUTOMATIC1111 or "
    "Manul writes it.",
    "error.name_invalid.empty": "The concept needs a name.",
    "error.name_invalid.empty.advice": "Give it a made-up one, for example “{suggestion}”.",
    "error.name_invalid.letters": "“{name}” cannot be a concept's name.",
    "error.name_invalid.letters.advice": "Use small Latin letters, digits, “-” and “_” only, "
    "without spaces: for example “{suggestion}”.",
    "error.name_invalid.word": "“{name}” is a word that the model knows already: teaching it "
    "would change every prompt with that word.",
    "error.name_invalid.word.advice": "Choose a made-up name, for example “{suggestion}”.",
    "error.name_invalid.number": "“{name}” ends in an underscore and digits, which other programs "
    "read as the second part of another concept.",
    "error.name_invalid.number.advice": "Leave the ending out, for example “{suggestion}”.",
    "error.name_invalid.long": "“{name}” is too long for a name.",
    "error.name_invalid.long.advice": "Use at most {limit} characters, for example “{suggestion}”.",
    "error.name_invalid.reserved": "“{name}” cannot be the name of a folder on Windows.",
    "error.name_invalid.reserved.advice": "Choose another name, for example “{suggestion}”.",
    "error.name_taken": "There is already a concept called “{name}” in {workspace}.",
    "error.name_taken.advice": "Choose another name, or add a run to the existing one "
    "with --concept.",
    "error.initializer_invalid": "“{word}” is not one token of this base model, so the concept "
    "cannot start from it.",
    "error.initializer_invalid.advice": "Start from one of these: {suggestions}.",
    "error.not_writable": "Manul may not write to {path}.",
    "error.not_writable.advice": "Choose another folder, or give yourself the right to write "
    "there.",
    "error.not_writable.in_use": "{path} could not be moved: another program has it, or a file in "
    "it, open.",
    "error.not_writable.in_use.advice": "Close the programs that show its pictures or its folder, "
    "and try again. Nothing was changed.",
    "error.not_writable.in_the_way": "{path} cannot be made: a file is in the way.",
    "error.not_writable.in_the_way.advice": "Choose another folder, or move that file away.",
    "error.not_writable.gone": "{path} is not there.",
    "error.not_writable.gone.advice": "Plug its drive in again, or choose another folder.",
    "error.not_writable.too_long": "{path} cannot be made: the path is too long.",
    "error.not_writable.too_long.advice": "Choose a folder with a shorter path.",
    "error.disk_full": "The disk is full: {path} could not be written.",
    "error.disk_full.advice": "Free some space and try again; what was written before is safe, and "
    "a training that had begun goes on with `resume`.",
    "error.disk_full.left": "The disk is full: {path} could not be written, and {free} MB are "
    "left.",
    "error.disk_full.left.advice": "Free some space and try again; what was written before is "
    "safe, and a training that had begun goes on with `resume`.",
    "error.disk_full.space": "{needed} GB are needed for {path}, and its disk has {free} GB left.",
    "error.disk_full.space.advice": "Free some space, or use a larger disk: --workspace or "
    "MANUL_WORKSPACE says where concepts lie, --to where an export goes.",
    "error.disk_full.download": "{name} needs {needed} GB more, and {path} has {free} GB left.",
    "error.disk_full.download.advice": "Free some space, or name a folder on a larger disk in the "
    "variable HF_HUB_CACHE.",
    "error.name_taken.preset": "There is a preset called “{name}” already.",
    "error.name_taken.preset.advice": "Give it another name, or change the one that is there.",
    "error.unknown_preset": "There is no preset called “{name}”.",
    "error.unknown_preset.advice": "Choose one of: {choices}; or give the path of a preset file.",
    "error.unknown_preset.method": "The preset “{name}” is for {preset_method}, not for {method}.",
    "error.unknown_preset.method.advice": "Leave out one of the two, or choose one of: {choices}.",
    "error.unknown_setting": "There is no setting called “{name}”.",
    "error.unknown_setting.advice": "Did you mean {suggestion}?",
    "error.unknown_setting.none": "There is no setting called “{name}”.",
    "error.unknown_setting.none.advice": "Settings are written like training.learning_rate=0.005.",
    "error.unknown_setting.option": "{name} cannot be changed with --set.",
    "error.unknown_setting.option.advice": "Use {option} instead.",
    "error.invalid_setting": "{name} cannot be “{value}”: {reason}.",
    "error.invalid_setting.advice": "{description}",
    "error.invalid_setting.no_value": "{name} was given no value.",
    "error.invalid_setting.no_value.advice": "Write it like {name}=VALUE. {description}",
    "error.invalid_setting.method": "There is no method called “{name}”.",
    "error.invalid_setting.method.advice": "Choose one of: {choices}.",
    "error.invalid_setting.format": "There is no format “{name}” for this method.",
    "error.invalid_setting.format.advice": "Choose one of: {choices}.",
    "error.invalid_setting.concept": "There is no bundled concept “{name}”.",
    "error.invalid_setting.concept.advice": "Choose one of: {choices}.",
    "error.invalid_setting.width": "{file} does not fit this base model: its vectors are {width} "
    "numbers long, the model's {wanted}.",
    "error.invalid_setting.width.advice": "Choose an embedding made for the same family of "
    "models, or another base model.",
    "error.measures_excluded.optimizers": "8-bit AdamW and Adafactor are two optimizers, and a "
    "training has one.",
    "error.measures_excluded.optimizers.advice": "Leave one of the two out; Adafactor needs the "
    "least memory.",
    "error.measures_excluded.bases": "The base model can be packed into 8 bits or into 4, not "
    "into both.",
    "error.measures_excluded.bases.advice": "Leave one of the two out; 4 bits need the least "
    "memory, 8 lose the least.",
    "error.measures_excluded.weights": "With stochastic rounding the weights are kept in 16 bits "
    "alone, so there can be no 32-bit copy of them.",
    "error.measures_excluded.weights.advice": "Leave one of the two out: rounding needs half the "
    "memory, the 32-bit copy works on cards without bfloat16.",
    "error.measures_excluded.base_is_taught": "The base model cannot be packed into 8 or 4 bits "
    "with {method}: it is the base model that is taught.",
    "error.measures_excluded.base_is_taught.advice": "Set memory.frozen_base to auto, or choose "
    "lora or textual_inversion.",
    "error.measures_excluded.family": "Only the base model of SDXL can be packed into 8 or 4 bits: "
    "that of {family} is made of other layers, and hardly any memory would be saved.",
    "error.measures_excluded.family.advice": "Set memory.frozen_base to auto, or leave int8_base "
    "and nf4_base out.",
    "error.measures_excluded.text": "Prompts cannot be encoded once for all steps where a new word "
    "or the text encoder is taught: they change with it.",
    "error.measures_excluded.text.advice": "Leave cache_text out.",
    "error.measures_excluded.small_parts": "Stochastic rounding is for methods that teach the "
    "whole model: what {method} teaches is small and always kept in 32 bits.",
    "error.measures_excluded.small_parts.advice": "Set memory.stochastic_rounding to auto.",
    "error.measures_excluded.small_parts_master": "What {method} teaches is always kept in 32 "
    "bits, so there is no copy to add.",
    "error.measures_excluded.small_parts_master.advice": "Leave fp32_master out.",
    "error.measures_excluded.accumulation": "Moving each weight during the backward pass leaves no "
    "gradients to add up over {count} batches.",
    "error.measures_excluded.accumulation.advice": "Set training.gradient_accumulation_steps to 1, "
    "or memory.step_in_backward to off; a larger training.train_batch_size has the same effect.",
    "error.measures_excluded.precision": "Stochastic rounding keeps the weights in bfloat16, and "
    "this training computes in {precision}.",
    "error.measures_excluded.precision.advice": "Set memory.stochastic_rounding to auto, or "
    "training.mixed_precision to bf16 on a card that has it (RTX 30 and newer).",
    "error.measures_excluded.all_fp32": "A training that computes in fp32 has its weights in 32 "
    "bits already.",
    "error.measures_excluded.all_fp32.advice": "Leave fp32_master out, or set "
    "training.mixed_precision to auto.",
    "error.corrupt_config.syntax": "{path} cannot be read: line {line} is not valid TOML.",
    "error.corrupt_config.syntax.advice": "Correct that line, or make a new run.",
    "error.corrupt_config.field": "{path} is not right at {field}: {reason}.",
    "error.corrupt_config.field.advice": "Correct that entry, or make a new run.",
    "error.corrupt_config.encoding": "{path} is not a UTF-8 text file.",
    "error.corrupt_config.encoding.advice": "Save it as UTF-8, or make a new run.",
    "error.newer_version": "{path} was made by a newer Manul (version {version} of its files; "
    "this one knows {known}).",
    "error.newer_version.advice": "Update Manul; until then this can only be looked at.",
    "error.model_missing": "The base model {path} is not there.",
    "error.model_missing.advice": "Check the path, plug in the drive, or choose another base "
    "model; `demo` always works.",
    "error.model_missing.hub": "The base model {name} has not been downloaded yet.",
    "error.model_missing.hub.advice": "Download it with: manul-train download {name}",
    "error.model_missing.no_id": "“{name}” is not the name of a model on the Hugging Face hub.",
    "error.model_missing.no_id.advice": "Such names are written owner/name, for example "
    "stable-diffusion-v1-5/stable-diffusion-v1-5.",
    "error.model_missing.offline": "The base model {name} is not on this machine, and the Hugging "
    "Face hub cannot be reached.",
    "error.model_missing.offline.advice": "Connect to the internet (and unset HF_HUB_OFFLINE if it "
    "is set), or give the path of a model on this machine; `demo` always works.",
    "error.model_missing.no_such_model": "The Hugging Face hub has no model called {name}, or it "
    "is private.",
    "error.model_missing.no_such_model.advice": "Check the spelling, or the path if you meant one; "
    "for a private model log in with `hf auth login`.",
    "error.model_missing.forbidden": "The Hugging Face hub does not let you download {name}.",
    "error.model_missing.forbidden.advice": "Accept its licence on the model's page, log in with "
    "`hf auth login`, and give the command again.",
    "error.model_missing.no_folder": "{name} on the Hugging Face hub is not a diffusers folder: "
    "it has no model_index.json.",
    "error.model_missing.no_folder.advice": "Choose a model whose list of files has one; `demo` "
    "always works.",
    "error.model_missing.no_part": "{name} on the Hugging Face hub has no {component} that Manul "
    "can read.",
    "error.model_missing.no_part.advice": "Choose another model; `demo` always works.",
    "error.model_missing.unavailable": "The Hugging Face hub cannot give {name} right now (it "
    "answered {status}).",
    "error.model_missing.unavailable.advice": "Give the command again later; what was downloaded "
    "is kept.",
    "error.model_missing.cut": "The download of {name} was cut off.",
    "error.model_missing.cut.advice": "What was downloaded is kept: give the command again, and "
    "it goes on from there.",
    "error.model_missing.damaged": "{file} of {name} arrived damaged.",
    "error.model_missing.damaged.advice": "Give the command again: this file is downloaded anew, "
    "the others are kept.",
    "error.model_incomplete": "The base model {path} is missing its {component}.",
    "error.model_incomplete.advice": "Download the model again, whole, or choose another one; "
    "`demo` always works.",
    "error.model_incomplete.damaged": "The base model {path} is damaged: {file} cannot be read.",
    "error.model_incomplete.damaged.advice": "Download the model again, or choose another one; "
    "`demo` always works.",
    "error.model_incomplete.tensor": "The base model {path} is incomplete: {name} is missing from "
    "its {component}, or has another shape.",
    "error.model_incomplete.tensor.advice": "Download the model again, whole, or choose another "
    "one; `demo` always works.",
    "error.model_incomplete.not_finite": "The VAE of {path} gives nothing usable for {file}.",
    "error.model_incomplete.not_finite.advice": "Set training.mixed_precision to bf16 or fp32, or "
    "choose a base model with a repaired VAE.",
    "error.model_unsupported": "Manul cannot teach {path}: it is {what}.",
    "error.model_unsupported.advice": "Use a checkpoint of Stable Diffusion 1.x, 2.x or SDXL, or "
    "`demo`.",
    "error.model_unsupported.hypernetwork": "Manul makes hypernetworks for Stable Diffusion 1.x "
    "and 2.x only: AUTOMATIC1111 has none for SDXL.",
    "error.model_unsupported.hypernetwork.advice": "Teach the same concept as a LoRA: "
    "--method lora.",
    "error.model_changed": "The base model {path} is not the one that this run began with.",
    "error.model_changed.advice": "Put the old model back, or make a new run with this one.",
    "error.engine_missing": "The training engine is not installed ({package} is missing).",
    "error.engine_missing.advice": "Install it with: pip install -c constraints.txt -e .[engine]",
    "error.engine_missing.python": "The training engine's Python, {path}, does not start.",
    "error.engine_missing.python.advice": "Install the engine again, or correct {source}.",
    "error.engine_missing.broken": "The training engine ended before it began (exit code {code}); "
    "its Python is {path}.",
    "error.engine_missing.broken.advice": "Install the engine again, or correct {source}.",
    "error.run_missing": "There is no run at {path}.",
    "error.run_missing.advice": "Give the path of a run folder, for example "
    "my_concept/runs/0001-textual-inversion.",
    "error.run_missing.deleted": "Run {number} of “{name}” is not in its folder any more.",
    "error.run_missing.deleted.advice": "Another program has deleted or moved it. If it lies in "
    "the recycle bin, it can be restored from there.",
    "error.run_missing.concept": "“{name}” is not in its folder any more.",
    "error.run_missing.concept.advice": "Another program has deleted, moved or renamed it. If it "
    "lies in the recycle bin, it can be restored from there.",
    "error.run_missing.file": "The run {path} has lost its file {file}.",
    "error.run_missing.file.advice": "Put the file back, or make a new run.",
    "error.run_busy": "Another engine is already working on {path}.",
    "error.run_busy.advice": "Wait until it has ended, or stop it first.",
    "error.run_busy.taught": "“{name}” is being taught right now (run {number}).",
    "error.run_busy.taught.advice": "Stop that training first; what it has learned is kept.",
    "error.run_busy.commands": "Another program keeps {path} locked.",
    "error.run_busy.commands.advice": "Try again in a moment.",
    "error.run_not_resumable.finished": "This run is finished, at step {step}.",
    "error.run_not_resumable.finished.advice": "Go on with more steps: "
    "manul-train resume RUN --more-steps 200",
    "error.run_not_resumable.started": "This run has been started already; it stands at step "
    "{step}.",
    "error.run_not_resumable.started.advice": "Go on with: manul-train resume RUN",
    "error.step_missing": "Step {step} of this run was not kept.",
    "error.step_missing.advice": "Kept steps are: {kept}.",
    "error.step_missing.state": "The optimizer's state of step {step} is no longer kept.",
    "error.step_missing.state.advice": "It is kept for the newest steps: {kept}.",
    "error.step_missing.none": "This run has not kept any step yet.",
    "error.step_missing.none.advice": "Train it first, or let it go on if it was stopped: "
    "manul-train run or manul-train resume.",
    "error.export_exists": "There is already another file called {path}.",
    "error.export_exists.advice": "Choose another name with --name, or replace it with "
    "--overwrite.",
    "error.export_exists.rival": "There is already {path}: with {name} beside it, nobody could say "
    "which of the two a web UI takes.",
    "error.export_exists.rival.advice": "Choose another name with --name, or replace the old file "
    "with --overwrite.",
    "error.export_exists.base_model": "{path} is the base model that was taught.",
    "error.export_exists.base_model.advice": "Choose another name with --name, or another folder.",
    "error.export_exists.no_model": "There is already {path}, and it is not a model that an export "
    "could replace.",
    "error.export_exists.no_model.advice": "Choose another name with --name, or move it away.",
    "error.export_unsupported.hypernetwork": "{tool} cannot use hypernetworks.",
    "error.export_unsupported.hypernetwork.advice": "Export it for AUTOMATIC1111 or ComfyUI, or "
    "teach the same concept as a LoRA.",
    "error.export_unsupported.ignored": "{tool} lists hypernetworks but no longer applies them.",
    "error.export_unsupported.ignored.advice": "Export it for AUTOMATIC1111 or ComfyUI, or teach "
    "the same concept as a LoRA.",
    "error.export_unsupported.format": "{tool} cannot load this as {format}.",
    "error.export_unsupported.format.advice": "Leave --format out, or choose: {choices}.",
    "error.export_unsupported.family": "For this family of models there is no {format} file that "
    "a web UI loads.",
    "error.export_unsupported.family.advice": "Leave --format out, or choose: {choices}.",
    "error.place_invalid.not_found": "No {tool} was found on this machine.",
    "error.place_invalid.not_found.advice": "Give the path of its folder instead.",
    "error.place_invalid.several": "There are several {tool} on this machine: {paths}.",
    "error.place_invalid.several.advice": "Give the path of the one you mean.",
    "error.place_invalid.address": "“{address}” is not the address of a web UI.",
    "error.place_invalid.address.advice": "Write it like http://127.0.0.1:7860.",
    "error.place_invalid.no_answer": "No web UI answers at {address}.",
    "error.place_invalid.no_answer.advice": "Start it, or give the path of its folder instead.",
    "error.place_invalid.stranger": "What answers at {address} is not a web UI that Manul knows.",
    "error.place_invalid.stranger.advice": "Check the address, or give the path of the web UI's "
    "folder instead.",
    "error.place_invalid.api_off": "The web UI at {address} answers no questions: its API is off.",
    "error.place_invalid.api_off.advice": "Start it with --api, or give the path of its folder "
    "instead.",
    "error.place_invalid.no_folder": "The {tool} at {address} does not say where its folders are.",
    "error.place_invalid.no_folder.advice": "Give the path of its folder with --to, and this "
    "address with --api.",
    "error.place_invalid.elsewhere": "The {tool} at {address} runs on another machine, whose "
    "folders cannot be reached from here.",
    "error.place_invalid.elsewhere.advice": "Give a folder that both machines share with --to, and "
    "this address with --api; or export into any folder and copy the file over.",
    "error.interrupted": "Stopped before it was done.",
    "error.interrupted.advice": "Give the command again when you like.",
    "error.out_of_memory.no_rung": "{method} at {resolution} pixels needs at least {needed} GB of "
    "the card's memory, and {free} GB are free.",
    "error.out_of_memory.no_rung.advice": "{change} Closing other programs that use the card "
    "helps too.",
    "error.out_of_memory.last_rung": "The card ran out of memory while {stage}, and nothing is "
    "left to switch on that would save enough; this training needs about {needed} GB.",
    "error.out_of_memory.last_rung.advice": "{change} Closing other programs that use the card "
    "helps too.",
    "error.usage.no_plan": "{family} with {method} at {resolution} pixels and a batch of {batch} "
    "is not in the table of plans, and the training engine that would work it out is not "
    "installed.",
    "error.usage.no_plan.advice": "Ask for one of these resolutions: {choices}; and one of these "
    "batches: {batches}.",
    "error.out_of_memory": "The card ran out of memory while {stage}.",
    "error.out_of_memory.advice": "Close other programs that use the card, or use a smaller "
    "resolution or batch size.",
    "error.card_busy": "A training is using the card right now, and two do not fit on it.",
    "error.card_busy.advice": "Wait until it has ended or pause it, or use the processor with "
    "--cpu (slow).",
    "error.card_unusable.driver": "The {card} cannot be used: its driver is version {driver}, and "
    "the installed PyTorch needs version {needed} or newer.",
    "error.card_unusable.driver.advice": "Get the newest driver from nvidia.com/drivers, install "
    "it, restart the computer and try again. The demo model can be taught on the processor "
    "meanwhile.",
    "error.card_unusable.processor_build": "The {card} cannot be used: the installed PyTorch "
    "computes on the processor only.",
    "error.card_unusable.processor_build.advice": "Install PyTorch for CUDA in the engine's "
    "environment: pytorch.org, “Get started”, shows the line. The demo model can be taught on the "
    "processor meanwhile.",
    "error.card_unusable.not_found": "The {card} cannot be used: PyTorch does not find it, "
    "although its driver (version {driver}) answers.",
    "error.card_unusable.not_found.advice": "Restart the computer. If that does not help, get the "
    "newest driver from nvidia.com/drivers, and see that the variable CUDA_VISIBLE_DEVICES does "
    "not hide the card. The demo model can be taught on the processor meanwhile.",
    "error.invalid_setting.class_prompt": "The class prompt “{prompt}” names the concept itself.",
    "error.invalid_setting.class_prompt.advice": "Say what it is in general, such as “a photo of "
    "a cat”; or switch data.prior_preservation off.",
    "error.invalid_setting.no_class_prompt": "Prior preservation needs a class prompt.",
    "error.invalid_setting.no_class_prompt.advice": "Give one with --class-prompt, such as “a "
    "photo of a cat”; or switch data.prior_preservation off.",
    "error.invalid_setting.address": "“{value}” is not an address.",
    "error.invalid_setting.address.advice": "An address begins with one of these words, a colon "
    "and two slashes, and then names a computer: {schemes}.",
    "error.invalid_setting.context_width": "This base model has no attention of width {width}.",
    "error.invalid_setting.context_width.advice": "Its widths are {choices}. Leave method.widths "
    "out to teach them all, or go on from a hypernetwork made for this family of models.",
    "error.invalid_setting.init_differs": "{name} cannot be {value}: {file} was made with {there}.",
    "error.invalid_setting.init_differs.advice": "Leave the setting out: the file's own is used.",
    "error.invalid_setting.no_optimizer": "The {format} format has no room for the optimizer's "
    "state.",
    "error.invalid_setting.no_optimizer.advice": "Leave --with-optimizer out: only a hypernetwork "
    "that was taught with the adamw optimizer can take its state along.",
    "error.invalid_setting.no_init_from": "{method} cannot go on from a file.",
    "error.invalid_setting.no_init_from.advice": "Use the checkpoint to go on from as "
    "--base-model.",
    "error.loss_not_finite": "The training went wrong at step {step}: its loss is no longer a "
    "number.",
    "error.loss_not_finite.advice": "Make a new run with a smaller learning rate, such as "
    "{suggestion} (this one used {learning_rate}); the steps kept before are intact.",
    "error.optimizer_missing": "This run's optimizer remembers in 8 bits, and the library for "
    "that, bitsandbytes, does not work here ({reason}).",
    "error.optimizer_missing.advice": "Repair or reinstall the engine and resume: what was "
    "learned is intact. Or make a new run with training.optimizer=adamw.",
    "error.checkpoint_damaged": "The kept step {step} is damaged: {reason}.",
    "error.checkpoint_damaged.advice": "Choose another kept step: {kept}.",
    "error.internal": "Something went wrong inside Manul ({reason}).",
    "error.internal.advice": "This is our mistake. Please report it with the last lines of {log}.",
}
