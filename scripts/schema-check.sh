#!/usr/bin/env bash
# Fails unless the committed types of Discord's gateway frames are what the pinned package generates.
set -e
cd "$(dirname "$0")/.."
fresh=$(mktemp -d)
trap 'rm -rf "$fresh"' EXIT
npm --prefix scripts/gateway-schema run generate -- "$fresh"
for file in discord-gateway.schema.json discord-gateway.LICENSE; do
	cmp "internal/discord/discordsim/simtest/testdata/$file" "$fresh/$file" || {
		echo "$file is not what scripts/gateway-schema generates: run make schema and commit the result"
		exit 1
	}
done
