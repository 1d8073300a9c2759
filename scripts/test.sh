#!/usr/bin/env bash
# Everything CI runs. The independent steps go side by side; the end-to-end tests, which measure time, come alone after them.
cd "$(dirname "$0")/.." || exit 1
AURORA_STEPS=$(mktemp)
export AURORA_STEPS
trap 'rm -f "$AURORA_STEPS"' EXIT

# Two lanes for two cores. Within the Go lane nothing is compiled twice: the linter's build comes first, the race detector's,
# which shares nothing with the others, last.
code=0
make -k chromium ui-check e2e-check ui-test ui-dist schema-check &
node=$!
make -k build vet tidy go-format lint go-race || code=1
wait "$node" || code=1
make discordjs || code=1
make e2e || code=1
failed=$(sort -u "$AURORA_STEPS" | grep -c '^FAILED')
passed=$(sort -u "$AURORA_STEPS" | grep -c '^ok')
echo "$passed passed, $failed failed"
exit "$code"
