# make run: try it; make test: check it.  Both set up all they need, once.
PYTHON ?= python3
VENV := .venv
PY := $(VENV)/bin/python
# What the model is made from: nlp/version.py; a pack's switch decides whether its words count.
MODEL_INPUTS := $(wildcard content/packs/*/intents.yaml content/packs/*/pack.yaml nlp/*.py nlp/e5/*.py nlp/*.txt)

.PHONY: run setup tools test test-slow lint unit chaos bench bench-nlp bench-knowledge bench-notice bench-clock bench-sheets bench-register clean

# What is imported once is compiled once, whatever the machine's settings say.
unexport PYTHONDONTWRITEBYTECODE
INSTALL = $(PY) -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps --no-compile -r

run: setup
	@$(PY) bot.py demo

setup: nlp/model/.trained $(VENV)/.compiled

# Also what checks and measures it: the tests' PostgreSQL and browser driver, ruff, mypy.
tools: setup $(VENV)/.tools

$(VENV)/.made:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Python 3.11 or newer is needed (make PYTHON=python3.12 …)"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/.installed: requirements.lock $(VENV)/.made
	$(INSTALL) $<
	@touch $@

# Training compiles what it imports itself.
$(VENV)/.compiled: $(VENV)/.installed
	@-$(PY) -m compileall -q -x '/(scipy|sklearn|pip|setuptools)/' $(VENV)/lib > $@

$(VENV)/.tools: requirements-dev.lock $(VENV)/.made
	$(INSTALL) $<
	@touch $@

nlp/model/.trained: $(VENV)/.installed $(MODEL_INPUTS)
	@$(PY) bot.py train
	@touch $@

# The model is trained on one processor while the other installs the tools and reads the source.
test:
	@$(MAKE) --no-print-directory -j2 tools lint
	@$(MAKE) --no-print-directory unit

lint: $(VENV)/.installed $(VENV)/.tools
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/mypy .

unit: tools
	$(PY) -m pytest -q -n 3 -m "not slow"

# What takes long with real processes: nightly, and before a release.
test-slow: tools
	$(PY) -m pytest -q -n 3 -m slow

# Minutes of faults under load, by hand and nightly; SEED=… plays the same again.
chaos: tools
	$(PY) -m tests.chaos $(if $(SEED),--seed $(SEED))

bench: tools
	$(PY) bench/whole_way.py

bench-nlp: tools
	$(PY) bench/nlp.py $(QUESTIONS)

bench-knowledge: tools
	$(PY) bench/knowledge.py

bench-notice: tools
	$(PY) bench/notice.py

bench-clock: tools
	$(PY) bench/clock.py

bench-sheets: tools
	$(PY) bench/sheets.py

bench-register: tools
	$(PY) bench/register.py

clean:
	rm -rf nlp/model .pytest_cache .mypy_cache .ruff_cache .hypothesis
