# `make` lists the targets. Every step prints one line; a step that fails prints its whole output.

SHELL := /bin/bash
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

VERSION ?= $(shell git describe --tags --dirty 2>/dev/null || echo development)
STAMP := -ldflags '-s -w -X main.version=$(VERSION)' -buildvcs=$(shell git rev-parse HEAD >/dev/null 2>&1 && echo true || echo false)

# One set of build flags for the linter, vet and the binary: what one of them compiled, the others find.
export CGO_ENABLED := 0
export GOFLAGS := -trimpath -buildvcs=false

STEP := scripts/step.sh
LINT := bin/golangci-lint
UI := ui/node_modules/.installed
E2E := e2e/node_modules/.installed
DISCORDJS := e2e/discordjs/node_modules/.installed
SCHEMA := scripts/gateway-schema/node_modules/.installed
PEERS := bench/peers/node_modules/.installed

##@ Everyday
.PHONY: help check test demo ui golden schema format
help: ## list the targets
	@awk -F ':.*## ' '/^##@/ {printf "\n%s\n", substr($$0, 5)} /^[a-z0-9-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' Makefile

check: go-format lint vet go-short ui-check ui-test e2e-check ## the quick half of the checks, as the commit hook runs it

test: ## everything, as CI runs it
	@scripts/test.sh

demo: ## the whole program with a simulated Discord
	go run ./cmd/aurora demo

ui: $(UI) ## rebuild the front end's committed bundle
	@$(STEP) ui npm --prefix ui run build

golden: ## rewrite the recorded frames of the wire
	go test ./internal/web -run Golden -update

schema: $(SCHEMA) ## rewrite the types of Discord's gateway frames from the pinned package
	@$(STEP) schema npm --prefix scripts/gateway-schema run generate

format: $(LINT) $(UI) $(E2E) ## format Go and TypeScript
	@$(LINT) fmt
	@npm --prefix ui run --silent format
	@npm --prefix e2e run --silent format

##@ Measuring
.PHONY: bench bench-e2e bench-ui bench-live bench-live-full torture screenshots
bench: ## Go benchmarks
	go test -run '^$$' -bench . -benchmem ./...

bench-e2e: bin/aurora $(E2E) ## from the command to the row on screen; start-up, memory, bundle sizes
	@AURORA_CHROMIUM="$$(scripts/chromium.sh)" npm --prefix e2e run --silent bench -- command-to-row

bench-ui: bin/aurora $(E2E) ## the page: first data, events on screen, interactions, frames and heap in a flood (AURORA_TORTURE=1: a million)
	@AURORA_CHROMIUM="$$(scripts/chromium.sh)" npm --prefix e2e run --silent bench -- page command-to-row flood

bench-live: bin/aurora bin/wire $(PEERS) ## the live wire beside Bun, ws, Socket.IO and what the kernel allows; and in trouble
	@bin/wire -sockets 100,1000 -rounds 3
	@$(CROWDS)

bench-live-full: bin/aurora bin/wire $(PEERS) ## the same, 9 600 sockets too and more rounds
	@bin/wire -sockets 100,1000,9600 -rounds 6
	@$(CROWDS)

# What has no peer to be compared with: 100 sockets that resume 10 000 events at once, 200 that stop reading, 5 000 that
# are dropped at once, 300 at 20 events a second. Server and clients share the machine.
CROWDS := AURORA_TORTURE=1 go test -count=1 -v ./internal/web -run '^Test(ManyResumeAtOnce|ThoseWhoStopReading.*|ACrowdThatWasCutOff.*|ThreeHundredPages.*)$$' | sed -n 's/^ *[a-z]*_test.go:[0-9]*: //p; /^\(--- \)\?FAIL/p'

torture: ## the long forms of the tests
	AURORA_TORTURE=1 CGO_ENABLED=1 go test -race -timeout 2h ./...

screenshots: bin/aurora $(E2E) ## retake the pictures in docs/screenshots
	@$(STEP) screenshots env PICTURES=1 AURORA_CHROMIUM="$$(scripts/chromium.sh)" npm --prefix e2e test -- --grep "in three looks"
	@mkdir -p docs/screenshots && cp e2e/screenshots/{dark,light,phone}.png docs/screenshots/

##@ Now and then
.PHONY: vuln
vuln: bin/govulncheck ## known vulnerabilities in what we use; needs the network, or GOVULNDB
	@$(STEP) vuln bin/govulncheck $(if $(GOVULNDB),-db $(GOVULNDB)) ./...

##@ The steps of make test
.PHONY: chromium postgres go-format lint vet tidy go-short go-race build ui-check ui-test ui-dist schema-check e2e-check e2e discordjs
chromium: $(E2E) ## find a Chromium, or install one
	@$(STEP) chromium scripts/chromium.sh

go-format: $(LINT) ## gofumpt and goimports have nothing to say
	@$(STEP) go-format $(LINT) fmt --diff

lint: $(LINT) ## golangci-lint
	@$(STEP) lint $(LINT) run --allow-parallel-runners ./...

vet: ## go vet
	@$(STEP) vet go vet ./...

tidy: ## go.mod and go.sum are what the code needs
	@$(STEP) tidy go mod tidy -diff
	@$(STEP) tidy-tools go -C tools mod tidy -diff

go-short: ## Go tests, the short ones
	@$(STEP) go-short go test -short ./...

postgres: ## find a PostgreSQL for the tests, or install one
	@$(STEP) postgres scripts/postgres.sh

go-race: postgres ## all Go tests under the race detector
	@$(STEP) go-race env CGO_ENABLED=1 go test -race ./...

build: bin/aurora ## the static binary, bin/aurora

ui-check: $(UI) ## the front end's types and style
	@$(STEP) ui-check npm --prefix ui run check

ui-test: $(UI) ## the front end's tests
	@$(STEP) ui-test npm --prefix ui test

schema-check: $(SCHEMA) ## the types of the gateway's frames are what the pinned package generates
	@$(STEP) schema-check scripts/schema-check.sh

ui-dist: $(UI) ## the committed bundle is what the sources build
	@$(STEP) ui-dist scripts/ui-dist.sh

e2e-check: $(E2E) ## the end-to-end tests' types and style
	@$(STEP) e2e-check npm --prefix e2e run check

e2e: bin/aurora bin/simcheck $(E2E) ## stories against the binary in a real browser, and what they said to Discord
	@rm -rf e2e/records
	@$(STEP) e2e env AURORA_CHROMIUM="$$(scripts/chromium.sh)" npm --prefix e2e test
	@$(STEP) e2e-wire bin/simcheck e2e/records

discordjs: bin/aurora bin/simcheck $(DISCORDJS) ## discord.js against the simulated Discord, and what was said
	@rm -rf e2e/discordjs/records
	@$(STEP) discordjs npm --prefix e2e/discordjs test
	@$(STEP) discordjs-wire bin/simcheck e2e/discordjs/records

.PHONY: bin/aurora
bin/aurora: # go build knows better than make what has changed
	@$(STEP) build go build $(STAMP) -o $@ ./cmd/aurora

.PHONY: bin/simcheck
bin/simcheck:
	@$(STEP) build-check go build -o $@ ./e2e/simcheck

.PHONY: bin/wire
bin/wire:
	@$(STEP) build-wire go build -o $@ ./bench/wire

$(LINT): tools/go.mod tools/go.sum
	@$(STEP) linter go -C tools build -ldflags '-s -w' -o ../$@ github.com/golangci/golangci-lint/v2/cmd/golangci-lint

bin/govulncheck: tools/go.mod tools/go.sum
	@$(STEP) vuln-tool go -C tools build -ldflags '-s -w' -o ../$@ golang.org/x/vuln/cmd/govulncheck

%/node_modules/.installed: %/package-lock.json
	@$(STEP) npm-$* npm --prefix $* ci
	@touch $@
