# make run: try it; make test: check it.  Both set up all they need, once.
PYTHON ?= python3
VENV := .venv
PY := $(VENV)/bin/python
# What the model is made from: nlp/version.py; a pack's switch decides whether its words count.
MODEL_INPUTS := $(wildcard content/packs/*/intents.yaml content/packs/*/pack.yaml nlp/*.py nlp/e5/*.py nlp/*.txt)

.PHONY: run setup tools test test-slow lint unit chaos bench bench-nlp bench-knowledge bench-answers bench-notice bench-broadcast bench-sending bench-flood bench-clock bench-followup bench-load bench-sheets bench-register bench-groups clean

# What is imported once is compiled once, whatever the machine's settings say.
unexport PYTHONDONTWRITEBYTECODE
PREPARE = $(PY) deploy/prepare.py

run: setup
	@$(PY) bot.py demo

# The model is trained on one processor while the other compiles what is imported.
setup: $(VENV)/.installed
	@$(MAKE) --silent --no-print-directory -j2 nlp/model/.trained $(VENV)/.compiled
	@test -e $(VENV)/.said || { $(PREPARE) sizes $(VENV); touch $(VENV)/.said; }

# Also what checks and measures it: the tests' PostgreSQL and browser driver, ruff, mypy.
tools: setup $(VENV)/.tools

$(VENV)/.made:
	@command -v $(PYTHON) > /dev/null || \
		{ echo "没有找到 $(PYTHON)：请先 apt install python3 python3-venv，或 make PYTHON=python3.12 …"; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "$(PYTHON) 太旧，要 Python 3.11 以上：请装一个新的，再 make PYTHON=python3.12 …"; exit 1; }
	@$(PYTHON) deploy/prepare.py venv $(VENV)
	@touch $@

$(VENV)/.installed: requirements.lock $(VENV)/.made
	@$(PREPARE) install $(VENV) $<
	@touch $@

# Training compiles what it imports itself.
$(VENV)/.compiled: $(VENV)/.installed
	@echo "同时预先编译，以后启动快（约 15 秒）…" >&2
	@-$(PY) -m compileall -q -x '/(scipy|sklearn|fontTools|pip|setuptools)/' $(VENV)/lib > $@

$(VENV)/.tools: requirements-dev.lock $(VENV)/.made
	@$(PREPARE) install $(VENV) $<
	@touch $@

# How it went is said while it goes; the figures are for whoever trains by hand.
nlp/model/.trained: $(VENV)/.installed $(MODEL_INPUTS)
	@$(PY) bot.py train --shipped > $(VENV)/train.json
	@touch $@

# The model is trained on one processor while the other installs the tools and reads the source.
test:
	@$(MAKE) --no-print-directory -j2 tools lint
	@$(MAKE) --no-print-directory unit

lint: $(VENV)/.installed $(VENV)/.tools
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/mypy .

# What fails beside three others is told once more, alone: a busy machine is late, a fault stays one.
# Whatever passes only then is a test to be mended.
unit: tools
	$(PY) -m pytest -q -n 4 -m "not slow" || $(PY) -m pytest -q -x --last-failed --last-failed-no-failures none

# What takes long with real processes: nightly, and before a release.
test-slow: tools
	LINBAO_TEST_THOROUGH=1 $(PY) -m pytest -q -n 3 -m "slow or hypothesis"

# Minutes of faults under load, by hand and nightly; SEED=… plays the same again.
chaos: tools
	$(PY) -m tests.chaos $(if $(SEED),--seed $(SEED))

bench: tools
	$(PY) bench/whole_way.py

bench-nlp: tools
	$(PY) bench/nlp.py $(QUESTIONS)

bench-knowledge: tools
	$(PY) bench/knowledge.py

bench-answers: tools
	$(PY) bench/answers.py $(SHOW)

bench-notice: tools
	$(PY) bench/notice.py

bench-broadcast: tools
	$(PY) bench/broadcast.py $(if $(DELIVERIES),--deliveries $(DELIVERIES)) $(if $(LETTERS),--letters $(LETTERS))

bench-sending: tools
	$(PY) bench/sending.py

bench-flood: tools
	$(PY) bench/flood.py

bench-followup: tools
	$(PY) bench/followup.py

bench-clock: tools
	$(PY) bench/clock.py

bench-load: tools
	$(PY) bench/load.py $(if $(MESSAGES),--messages $(MESSAGES))

bench-sheets: tools
	$(PY) bench/sheets.py

bench-register: tools
	$(PY) bench/register.py

bench-groups: tools
	$(PY) bench/groups.py

clean:
	rm -rf nlp/model .pytest_cache .mypy_cache .ruff_cache .hypothesis
