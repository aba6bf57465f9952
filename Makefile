# make run: try it; make test: check it.  Both set up all they need, once.
PYTHON ?= python3
VENV := .venv
PY := $(VENV)/bin/python
# What the model is made from: nlp/version.py; a pack's switch decides whether its words count.
MODEL_INPUTS := $(wildcard content/packs/*/intents.yaml content/packs/*/pack.yaml nlp/*.py nlp/e5/*.py nlp/*.txt)

.PHONY: run test setup lint unit browser bench bench-nlp bench-knowledge clean

run: setup
	@$(PY) bot.py demo

setup: $(VENV)/.installed nlp/model/.trained

$(VENV)/.installed: requirements.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Python 3.11 or newer is needed (make PYTHON=python3.12 …)"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@touch $@

nlp/model/.trained: $(VENV)/.installed $(MODEL_INPUTS)
	@$(PY) bot.py train
	@touch $@

# The model is trained on one processor while the other reads the source.
test:
	@$(MAKE) --no-print-directory $(VENV)/.installed
	@$(MAKE) --no-print-directory -j2 setup lint
	@$(MAKE) --no-print-directory unit

lint: $(VENV)/.installed
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/mypy .

unit: setup
	$(PY) -m pytest -q -n 3

bench: setup
	$(PY) bench/whole_way.py

bench-nlp: setup
	$(PY) bench/nlp.py $(QUESTIONS)

bench-knowledge: setup
	$(PY) bench/knowledge.py

clean:
	rm -rf nlp/model .pytest_cache .mypy_cache .ruff_cache .hypothesis
