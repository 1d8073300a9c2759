#!/usr/bin/env bash
# Sees to it that the tests find a PostgreSQL: the one they are told of, one that runs, else the machine's programs to
# start one with, else Debian's, installed as root. Without any the tests that need it are skipped aloud, and fail in CI.

found() {
	[[ -n ${AURORA_TEST_POSTGRES_URL:-} ]] ||
		(: </dev/tcp/127.0.0.1/5432) 2>/dev/null ||
		compgen -G '/usr/lib/postgresql/*/bin/initdb'
}

from_debian() {
	export DEBIAN_FRONTEND=noninteractive
	[[ $(id -u) == 0 ]] && command -v apt-get >/dev/null &&
		apt-get update &&
		apt-get install -y --no-install-recommends -o DPkg::Lock::Timeout=300 postgresql
}

found || from_debian || echo "there is no PostgreSQL here, and none can be installed"
