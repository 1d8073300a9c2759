#!/usr/bin/env bash
# Fails unless ui/dist is, byte for byte and file for file, what the sources build, and all of it is in git.
set -e
cd "$(dirname "$0")/.."
fresh=$(mktemp -d)
trap 'rm -rf "$fresh"' EXIT
npm --prefix ui run build -- --outDir "$fresh" --emptyOutDir
diff -r ui/dist "$fresh" || {
	echo "ui/dist is not what the sources build: run make ui and commit the result"
	exit 1
}
if git rev-parse --git-dir >/dev/null 2>&1; then
	untracked=$(git ls-files --others -- ui/dist)
	[[ -z $untracked ]] || {
		printf 'not in git: %s\n' "$untracked"
		exit 1
	}
fi
