package discord

import (
	"strconv"
	"strings"
	"time"
)

// buttonID is what Discord keeps with a button and sends back when it is pressed:
// which command it belongs to, until when it can be pressed, and the module's own id.
// It outlives a restart, as the message does.
func buttonID(command string, until time.Time, id string) string {
	expiry := int64(0)
	if !until.IsZero() {
		expiry = until.Unix()
	}
	return command + ":" + strconv.FormatInt(expiry, 36) + ":" + id
}

// readButton reads what buttonID wrote. A zero time is no end.
func readButton(text string) (command string, until time.Time, id string, ok bool) {
	parts := strings.SplitN(text, ":", 3)
	if len(parts) != 3 {
		return "", until, "", false
	}
	expiry, err := strconv.ParseInt(parts[1], 36, 64)
	if err != nil {
		return "", until, "", false
	}
	if expiry != 0 {
		until = time.Unix(expiry, 0)
	}
	return parts[0], until, parts[2], true
}
