#!/usr/bin/env bash
# step.sh NAME COMMAND...: runs the command and prints one line, its duration in it; when it fails, its output too.
# With AURORA_STEPS set, the verdict is also appended to that file, for the count at the end.
name=$1
shift
log=$(mktemp)
trap 'rm -f "$log"' EXIT
export NO_COLOR=1
began=${EPOCHREALTIME/[.,]/}
"$@" >"$log" 2>&1 </dev/null
code=$?
spent=$(((${EPOCHREALTIME/[.,]/} - began) / 100000))
verdict=ok
((code)) && verdict=FAILED
[[ -n ${AURORA_STEPS:-} ]] && echo "$verdict $name" >>"$AURORA_STEPS"
line=$(printf '%-6s %-12s %6s s' "$verdict" "$name" "$((spent / 10)).$((spent % 10))")
if ((code)); then
	printf '%s\n%s\n' "$line" "$(sed 's/^/    /' "$log")"
else
	printf '%s\n' "$line"
fi
exit "$code"
