# goalkit: `make review` renders a review, `make test` passes the tests, `make lab` opens the notebooks, `make app`
# the same without code.
# Each sets up what it needs; none depends on another having run before.
PYTHON ?= python3
UV := .tools/bin/uv
BIN := .venv/bin
UV_VERSION := 0.13.9
GOALKIT := $(BIN)/python -m goalkit
# A project's own virtual environment and tools must not bend this one.
unexport VIRTUAL_ENV PYTHONPATH PYTHONHOME
# Where a machine forbids it to keep compiled files, Python would compile pandas anew each time it starts.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: review test lab app lock check-style bench fuzz docs pictures clean

review: .venv/.run
	@$(GOALKIT) --book . review --sample-if-empty --open

lab: .venv/.run
	@$(GOALKIT) --book . lab

app: .venv/.run
	@$(GOALKIT) --book . lab --app

test: .venv/.test
	@$(BIN)/python -m pytest -n auto --dist loadfile --no-loadscope-reorder

check-style: .venv/.dev
	$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/mypy

bench: .venv/.dev
	$(BIN)/python benchmarks/run.py

fuzz: .venv/.test
	$(BIN)/python tests/fuzz.py --seconds 60

docs: .venv/.run
	$(BIN)/python docs/generate.py

pictures: .venv/.test
	$(BIN)/python docs/pictures.py

lock: $(UV)
	$(UV) pip compile -q pyproject.toml --universal --generate-hashes --python-version 3.11 \
	  --custom-compile-command "make lock" -o requirements.lock
	$(UV) pip compile -q pyproject.toml --universal --generate-hashes --python-version 3.11 --all-extras \
	  -c requirements.lock --custom-compile-command "make lock" -o requirements-dev.lock

$(UV):
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "goalkit needs Python 3.11 or newer; name one with: make PYTHON=python3.12 $(MAKECMDGOALS)" >&2; exit 2; }
	@echo "setting up uv $(UV_VERSION) in .tools …" >&2
	@$(PYTHON) -m pip --version >/dev/null 2>&1 \
	  || { echo "goalkit sets itself up with pip; install it first (Debian: apt-get install python3-pip)" >&2; exit 2; }
	@$(PYTHON) -m pip install --quiet --disable-pip-version-check --no-warn-script-location --root-user-action=ignore \
	  --upgrade --target .tools uv==$(UV_VERSION) 2>.tools.log || { cat .tools.log >&2; rm -f .tools.log; exit 1; }
	@rm -f .tools.log

.venv/bin/python: | $(UV)
	@$(UV) venv --quiet --allow-existing --python $(PYTHON) --no-managed-python .venv

define install
	@echo "installing the locked versions from $(1) into .venv …" >&2
	@$(UV) pip install --quiet --python .venv/bin/python --require-hashes -r $(1)
	@$(UV) pip install --quiet --python .venv/bin/python --no-deps -e .
	@touch $@
endef

.venv/.run: requirements.lock pyproject.toml | .venv/bin/python
	$(call install,requirements.lock)

.venv/.test .venv/.dev: requirements-dev.lock pyproject.toml | .venv/bin/python
	$(call install,requirements-dev.lock)

clean:
	rm -rf .venv .tools .mypy_cache .pytest_cache .ruff_cache dist
