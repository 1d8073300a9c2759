package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"text/tabwriter"
	"time"

	"github.com/aurorabot/aurora/internal/access"
)

// keyOptions are the settings of aurora key.
type keyOptions struct {
	database databaseOptions
	name     string
	scope    string
	expires  time.Duration
	id       string
}

func keySettings(command string, o *keyOptions, env environment) *settings {
	s := newSettings("key "+command, env)
	o.database.define(s)
	switch command {
	case "create":
		s.StringVar(&o.name, "name", "", "who uses the key; the source of the events that it sends")
		s.StringVar(&o.scope, "scope", "", "read: figures and events; ingest: sending events; admin: everything")
		s.DurationVar(&o.expires, "expires", 0, "how long the key is good for, such as 720h; 0 for ever")
	case "revoke":
		s.operand(&o.id, "ID")
	}
	return s
}

func keyCommands() []command {
	with := func(name string, run func(context.Context, io.Writer, keyOptions, *access.Service) error) func(context.Context, environment) error {
		return func(ctx context.Context, env environment) error {
			var o keyOptions
			s := keySettings(name, &o, env)
			if help, err := s.parse(env); help || err != nil {
				return err
			}
			if err := o.check(name); err != nil {
				return err
			}
			return withAccess(ctx, o.database, func(doors *access.Service) error { return run(ctx, env.stdout, o, doors) })
		}
	}
	return []command{
		{"create", "make a key and show it, once", with("create", createKey)},
		{"list", "list the keys, without their secrets", with("list", listKeys)},
		{"revoke", "end a key; a running program refuses it within a second", with("revoke", revokeKey)},
	}
}

// runKey makes and ends API keys.
func runKey(ctx context.Context, env environment) error {
	return oneOf(ctx, env, "aurora key", keyCommands())
}

func (o *keyOptions) check(command string) error {
	if command != "create" {
		return nil
	}
	if o.name == "" {
		return usageError("key create: --name is needed: who will use the key")
	}
	if !access.Scope(o.scope).Known() {
		return usageError("key create: --scope must be read, ingest or admin")
	}
	if err := o.wanted().Check(); err != nil {
		return usageError("key create: " + err.Error())
	}
	return nil
}

func (o *keyOptions) wanted() access.NewKey {
	return access.NewKey{Name: o.name, Scope: access.Scope(o.scope), Life: o.expires}
}

func createKey(ctx context.Context, out io.Writer, o keyOptions, doors *access.Service) error {
	secret, key, err := doors.CreateKey(ctx, atCommandLine(), o.wanted())
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "%s\n", secret)
	fmt.Fprintf(out, "This is %s (%s), shown this once. Send it as the header Authorization: Bearer %s…\n", key.ID, key.Scope, secret[:8])
	return nil
}

func listKeys(ctx context.Context, out io.Writer, _ keyOptions, doors *access.Service) error {
	list, err := doors.Keys(ctx)
	if err != nil {
		return err
	}
	table := tabwriter.NewWriter(out, 0, 4, 2, ' ', 0)
	fmt.Fprintln(table, "ID\tNAME\tSCOPE\tCREATED\tEXPIRES\tLAST USED\tSTATE")
	for _, k := range list {
		fmt.Fprintf(table, "%s\t%s\t%s\t%s\t%s\t%s\t%s\n", k.ID, k.Name, k.Scope, minute(k.Created), minute(k.Expires), minute(k.LastUsed), k.State(time.Now()))
	}
	return table.Flush()
}

func minute(t time.Time) string {
	if t.IsZero() {
		return "never"
	}
	return t.Format("2006-01-02 15:04Z")
}

func revokeKey(ctx context.Context, out io.Writer, o keyOptions, doors *access.Service) error {
	key, err := doors.RevokeKey(ctx, atCommandLine(), o.id)
	if errors.Is(err, access.ErrNoKey) {
		return fmt.Errorf("there is no key %.40q: 'aurora key list' shows them", o.id)
	}
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "%s (%s) is revoked since %s\n", key.ID, key.Name, minute(key.Revoked))
	return nil
}
