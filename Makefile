# One Python and make are enough: everything else is installed into .venv (and uv itself into .tools).
PYTHON ?= python3
UV_VERSION := 0.13.9
UV := .tools/bin/uv
RUN := .venv/bin/python

.PHONY: help install demo test audit audit-faults audit-takedown check serve worker bench bench-studio gallery fonts simulate
help:  ## Show this list
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 18

$(UV):
	$(PYTHON) -m venv .tools
	.tools/bin/python -m pip install --quiet --disable-pip-version-check "uv==$(UV_VERSION)"

.venv/.stamp: pyproject.toml uv.lock .python-version | $(UV)
	$(UV) sync --locked --all-extras --compile-bytecode
	@touch $@

# The services may not write beside the code: what is not compiled here is compiled anew by each command.
install: .venv/.stamp  ## Install everything the other targets need
	@$(RUN) -m compileall -q linkbio profiles tiktok_auth

demo: install  ## A whole site with demo creators, on http://localhost:8000; nothing else needed
	@exec $(RUN) -m linkbio.demo

# A test that hangs ends its process, with where each thread stood, and the others go on.
LIMIT := -o faulthandler_timeout=300 -o faulthandler_exit_on_timeout=true
test: install  ## All tests: on SQLite and Valkey, then on PostgreSQL and Redis with a browser
	$(RUN) -m pytest -n 2 $(LIMIT) -m "not browser and not audit" --cov --cov-fail-under=95
	SERVICES=1 $(RUN) -m pytest -n 2 $(LIMIT) -m "not audit"

audit: install .tools/audits/.stamp  ## Scanners over the running site, a line for each; AUDIT=observatory for one of them
	$(RUN) -m pytest -n 0 -p no:randomly -m audit --tb=short --show-capture=no tests/audits --ignore=tests/audits/faults $(if $(AUDIT),-k "$(AUDIT)")

audit-faults: install  ## Faults, storms and kills against the running site, with figures; AUDIT=redis for some of them
	$(RUN) -m pytest -n 0 -p no:randomly -m audit --tb=line --show-capture=no tests/audits/faults $(if $(AUDIT),-k "$(AUDIT)")

audit-takedown: install  ## Seconds until a takedown is seen in every layer, the shipped nginx among them; needs nginx and wrk
	$(RUN) -m pytest -n 0 -p no:randomly -m audit --tb=short --show-capture=no tests/audits/test_takedown.py

# Pinned, in folders of their own, without what packages would like to run while they are installed.
.tools/audits/.stamp: tests/audits/tools/package.json tests/audits/tools/wapiti.txt tests/audits/tools/semgrep.txt | $(UV)
	mkdir -p .tools/audits && cp tests/audits/tools/package.json .tools/audits/
	npm install --prefix .tools/audits --ignore-scripts --no-audit --no-fund --loglevel=error
	$(UV) venv --quiet --clear .tools/audits/wapiti
	$(UV) pip install --quiet --python .tools/audits/wapiti --no-deps -r tests/audits/tools/wapiti.txt
	$(UV) venv --quiet --clear .tools/audits/semgrep
	$(UV) pip install --quiet --python .tools/audits/semgrep --no-deps -r tests/audits/tools/semgrep.txt
	@touch $@

bench: install  ## The public page beside nginx, as ratios of one run; needs wrk, nginx and h2load
	@$(RUN) -m linkbio.bench

bench-studio: install  ## Every request of the studio beside an empty view, with 1 and 100 links; takes a minute
	@$(RUN) -m linkbio.bench.studio

check: install  ## Lint, types, deployment checks, missing migrations, translations
	$(RUN) -m ruff check .
	$(RUN) -m ruff format --check .
	$(CHECKED) $(RUN) -m mypy .
	.venv/bin/djade --check --target-version 6.1 $$(find templates -name '*.html')
	$(RUN) -m djlint --lint --quiet templates
	$(CHECKED) $(RUN) manage.py check --deploy --fail-level WARNING
	$(CHECKED) $(RUN) manage.py makemigrations --check --dry-run
	$(RUN) -m pytest tests/test_translations.py

serve: install  ## The production server, configured by the environment
	@exec $(RUN) manage.py serve

worker: install  ## The background worker and its clock, likewise
	@exec $(RUN) manage.py worker

gallery: install  ## Draw docs/gallery and the front page's steps anew, with Chromium
	$(RUN) -m pytest tests/browser/gallery.py

FONTS := $(foreach family,fraunces jetbrains-mono nunito space-grotesk,@fontsource-variable/$(family)@5.3.0)
fonts: install  ## Cut static/fonts anew, to the letters and weights that the looks use
	npm install --prefix .tools/fonts --ignore-scripts --no-audit --no-fund --loglevel=error $(FONTS)
	@$(RUN) -m linkbio.fonts .tools/fonts/node_modules

simulate: install  ## Planner and budget with up to a million simulated creators; takes some minutes
	@$(CHECKED) $(RUN) manage.py simulate

# A production environment with made-up secrets, for checks that look at settings and touch nothing. What .env.example
# names is empty otherwise: what is unset would be read from .env.
CHECKED := env $$(sed -nE 's/^\#?([A-Z_]+)=.*/\1=/p' .env.example) SITE_URL=https://example.org CONTACT=hello@example.org DATABASE_URL=sqlite://:memory: \
	REDIS_URL=redis://127.0.0.1:6379/0 TIKTOK_CLIENT_KEY=client TIKTOK_CLIENT_SECRET=made-up \
	SECRET_KEY=only-for-checks-0123456789-abcdefghijklmnopqrstuvwxyz TOKEN_KEYS=0Dd3bGJ3dPc0x9Kq3dYb7yKQXh1o8vT0V1r1mZ2c5sY=
