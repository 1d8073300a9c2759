#!/usr/bin/env bash
# Prints the path of a Chromium: the one in AURORA_CHROMIUM, the machine's own, else one it installs:
# Debian's as root, else the one Playwright brings.
set -e
cd "$(dirname "$0")/.."

on_machine() {
	if [[ -n ${AURORA_CHROMIUM:-} ]]; then
		echo "$AURORA_CHROMIUM"
		return
	fi
	command -v chromium || command -v chromium-browser || command -v google-chrome
}

from_debian() {
	export DEBIAN_FRONTEND=noninteractive
	[[ $(id -u) == 0 ]] && command -v apt-get >/dev/null &&
		apt-get update >&2 &&
		apt-get install -y --no-install-recommends -o DPkg::Lock::Timeout=300 chromium >&2 &&
		command -v chromium
}

from_playwright() {
	cd e2e &&
		npx playwright install chromium >&2 &&
		node --input-type=module -e 'import { chromium } from "@playwright/test"; console.log(chromium.executablePath())'
}

on_machine || from_debian || from_playwright
