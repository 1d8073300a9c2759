package access

import (
	"fmt"

	"github.com/aurorabot/aurora/internal/event"
)

// source is this room's name in events.
const source = "access"

func keyCreated(by Actor, k Key) event.Event {
	return keyEvent("admin.key.created", "Key created", fmt.Sprintf("%s (%s) was made by %s", k.Name, k.Scope, by.Name), by, k)
}

func keyRevoked(by Actor, k Key) event.Event {
	return keyEvent("admin.key.revoked", "Key revoked", fmt.Sprintf("%s (%s) was revoked by %s", k.Name, k.Scope, by.Name), by, k)
}

func keyEvent(kind, title, message string, by Actor, k Key) event.Event {
	return event.Event{
		Type: kind, Severity: event.Notice, Source: source, Title: title, Message: message, User: by.ref(),
		Data: event.Object(map[string]any{"key": k.ID, "name": k.Name, "scope": k.Scope, "by": by.Name}),
	}
}

// accessChanged tells that an account has another role than before; "" is none.
func accessChanged(by Actor, a Account, before Role) event.Event {
	who := a.User.String()
	if a.Name != "" {
		who = a.Name + " (" + who + ")"
	}
	message := fmt.Sprintf("%s may sign in as %s, by %s", who, a.Role, by.Name)
	if a.Role == "" {
		message = fmt.Sprintf("%s may no longer sign in, by %s", who, by.Name)
	}
	return event.Event{
		Type: "admin.access.changed", Severity: event.Notice, Source: source, Title: "Access changed", Message: message,
		User: event.Ref{ID: a.User, Name: a.Name},
		Data: event.Object(map[string]any{"role": orNull(a.Role), "before": orNull(before), "by": by.Name}),
	}
}

// signedIn tells what everybody may know who looks: neither the session nor from where.
func signedIn(s Session) event.Event {
	return event.Event{
		Type: "admin.login", Severity: event.Info, Source: source, Title: "Signed in", Message: s.Name + " signed in",
		User: event.Ref{ID: s.User, Name: s.Name},
	}
}

// LoginFailed tells that somebody could not sign in; user is zero where nobody knows who
// it was.
func LoginFailed(user event.Ref, reason string) event.Event {
	message := "a login failed: " + reason
	if user.ID != 0 {
		message = user.Name + " (" + user.ID.String() + ") is not on the access list"
	}
	return event.Event{
		Type: "admin.login.failed", Severity: event.Warn, Source: source, Title: "Sign-in failed", Message: message,
		User: user, Data: event.Object(map[string]any{"reason": reason}),
	}
}

func (a Actor) ref() event.Ref {
	if a.User == 0 {
		return event.Ref{}
	}
	return event.Ref{ID: a.User, Name: a.Name}
}

func orNull(r Role) any {
	if r == "" {
		return nil
	}
	return r
}
