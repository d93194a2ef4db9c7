# Everything runs in .venv, which `make setup` builds; `make help` lists the targets.

PYTHON ?= python3
JOBS ?= 2

bin := .venv/bin
# More threads are slower here: the demo model is tiny, and pytest already runs $(JOBS) at a time.
pytest = OMP_NUM_THREADS=1 MKL_NUM_THREADS=1 $(bin)/python -m pytest
# Tests of one file share what they trained, so they share a process. Reordered, the files with few
# tests come last, and they are the long ones: one process would wait for the other.
suite = $(pytest) -n $(JOBS) --dist loadscope --no-loadscope-reorder --durations=20

.DEFAULT_GOAL := help
.PHONY: help setup demo run check lint test prove bench screenshots readme-pictures translations demo-model clean installer-linux installer-windows licences
.NOTPARALLEL:

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-17s %s\n", $$1, $$2 }' Makefile

setup: ## Build .venv and install what is missing on this machine
	@installers/linux/system_libraries.sh
	@PYTHON="$(PYTHON)" installers/linux/environment.sh

demo: setup ## Teach the small bundled model a little manul; options: ARGS="--steps 300"
	@$(bin)/manul-train demo --open $(ARGS)

run: setup ## Open the window
	@$(bin)/manul $(ARGS)

check: setup lint ## Format, lint, types, imports and the quick tests: under 3 minutes
	@$(pytest) -q -m "quick and not prove and not gpu"

lint: setup ## The part of check that is no test
	@$(bin)/ruff format --check --output-format concise .
	@$(bin)/ruff check --output-format concise .
	@$(bin)/mypy
	@$(bin)/mypy --platform win32 --cache-dir .mypy_cache/win32
	@$(bin)/lint-imports
	@$(bin)/python -m desktop.translations --check

test: setup lint ## The whole suite; prints the slowest tests
	@$(suite) -m "not prove and not gpu"

prove: setup ## The long proofs; one part: PART=learns
	@$(suite) -rs -m prove $(if $(PART),-k "$(PART)")

bench: setup ## Measure speed and memory on this machine's card; options: ARGS="--minutes 9"
	@$(bin)/python -m tests.bench $(ARGS)

screenshots: setup ## Draw every page in every state into artifacts/screenshots
	@$(pytest) -q tests/desktop/screenshots.py
	@QT_SCALE_FACTOR=2 $(pytest) -q tests/desktop/screenshots.py

readme-pictures: setup ## Make the README's pictures anew, from a short real training
	@OMP_NUM_THREADS=1 $(bin)/python -m tests.desktop.readme_pictures $(ARGS)

translations: setup ## Collect the sentences for the translators, and compile what they wrote
	@$(bin)/python -m desktop.translations

installer-linux: setup ## Build the .deb and the .tar.gz into dist/
	@$(bin)/python installers/linux/package.py

installer-windows: setup ## Build Manul-Setup.exe into dist/, here on Linux; needs nsis
	@$(bin)/python installers/windows/package.py

licences: setup ## Write down anew what Manul is built on, and under which licences
	@$(bin)/python installers/licences.py

demo-model: setup ## Draw, train and judge the bundled model anew: an hour or two
	@$(bin)/python -m training.demo_model.build $(ARGS)

clean: ## Remove caches and build leftovers; keeps .venv and everything taught
	@rm -rf build dist artifacts *.egg-info .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	@find training resources tests -name __pycache__ -type d -prune -exec rm -rf {} +
