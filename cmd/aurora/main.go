// Command aurora is a Discord bot with a live dashboard in one program.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"
)

// Exit codes.
const (
	exitOK     = 0
	exitFailed = 1
	exitUsage  = 2
)

// environment is what a command gets from the shell that started it.
type environment struct {
	args   []string
	env    []string
	stdout io.Writer
	stderr io.Writer
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second Ctrl-C ends the program at once
	code := run(ctx, environment{args: os.Args[1:], env: os.Environ(), stdout: os.Stdout, stderr: os.Stderr})
	stop()
	os.Exit(code)
}

// command is one of the program's subcommands.
type command struct {
	name    string
	summary string
	run     func(ctx context.Context, env environment) error
}

func commands() []command {
	return []command{
		{"demo", "run everything against a simulated Discord; nothing leaves this machine", runDemo},
		{"serve", "run the bot and its dashboard", runServe},
		{"sim", "run the simulated Discord alone, for any bot to connect to", runSim},
		{"version", "print the version", runVersion},
	}
}

// run carries out a command line and returns the exit code.
func run(ctx context.Context, env environment) int {
	err := runCommand(ctx, env)
	if err == nil {
		return exitOK
	}
	fmt.Fprintf(env.stderr, "aurora: %s\n", strings.ReplaceAll(err.Error(), "\n", "; "))
	if _, ok := errors.AsType[usageError](err); ok {
		return exitUsage
	}
	return exitFailed
}

func runCommand(ctx context.Context, env environment) error {
	if len(env.args) == 0 {
		return usageError("which command? " + commandNames())
	}
	name := env.args[0]
	if name == "help" || name == "-h" || name == "--help" {
		printCommands(env.stdout)
		return nil
	}
	for _, c := range commands() {
		if c.name == name {
			env.args = env.args[1:]
			return c.run(ctx, env)
		}
	}
	return usageError(fmt.Sprintf("there is no command %q: %s", name, commandNames()))
}

func commandNames() string {
	var names []string
	for _, c := range commands() {
		names = append(names, c.name)
	}
	return strings.Join(names, ", ") + "; 'aurora help' says more"
}

func printCommands(out io.Writer) {
	fmt.Fprintln(out, "Aurora is a Discord bot with a live dashboard.")
	for _, c := range commands() {
		fmt.Fprintf(out, "  aurora %-8s %s\n", c.name, c.summary)
	}
	fmt.Fprintln(out, "'aurora COMMAND --help' lists a command's settings. To see it alive: aurora demo")
}
