package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"strings"

	"github.com/BurntSushi/toml"
)

// usageError is a mistake in the command line or the settings, in one line that
// names the setting and the mend.
type usageError string

func (e usageError) Error() string { return string(e) }

const (
	envPrefix  = "AURORA_"
	testPrefix = "AURORA_TEST_" // settings of the tests, which the program passes over
	configFile = "aurora.toml"
)

// settings are a command's flags. What no flag sets comes from the environment,
// and else from aurora.toml: --foo-bar is AURORA_FOO_BAR, and foo_bar in the file.
type settings struct {
	*flag.FlagSet
	env     map[string]string
	secrets map[string]*string // by the environment's name; never a flag
	config  string

	operandName string
	operandInto *string // an argument that is no flag, where the command takes one
}

func newSettings(command string, env environment) *settings {
	s := &settings{FlagSet: flag.NewFlagSet(command, flag.ContinueOnError), env: make(map[string]string), secrets: make(map[string]*string)}
	s.SetOutput(io.Discard)
	for _, line := range env.env {
		if name, value, ok := strings.Cut(line, "="); ok && strings.HasPrefix(name, envPrefix) {
			s.env[name] = value
		}
	}
	s.StringVar(&s.config, "config", "", "a file of settings; aurora.toml is read where there is one")
	return s
}

// secret is a setting that comes from the environment or from a file that only its
// owner may read, whose path is the setting with _FILE.
func (s *settings) secret(value *string, name, usage string) {
	s.secrets[name] = value
	s.String(flagName(name+"_FILE"), "", usage+", in a file of mode 0600; or "+name+" in the environment")
}

// parse reads all settings. help is true where only their list was asked for.
func (s *settings) parse(env environment) (help bool, err error) {
	if err := s.parseFlags(env.args); err != nil {
		if errors.Is(err, flag.ErrHelp) {
			s.printHelp(env.stdout)
			return true, nil
		}
		return false, usageError(fmt.Sprintf("%s: %s; 'aurora %s --help' lists the settings", s.Name(), strings.Replace(err.Error(), "flag provided but not defined: -", "there is no flag --", 1), s.Name()))
	}
	if s.NArg() > 0 {
		return false, usageError(fmt.Sprintf("%s takes no argument %q; settings are flags: 'aurora %s --help'", s.Name(), s.Arg(0), s.Name()))
	}
	if err := s.checkArguments(); err != nil {
		return false, err
	}
	given := make(map[string]bool)
	s.Visit(func(f *flag.Flag) { given[f.Name] = true })
	if err := s.readEnvironment(given); err != nil {
		return false, err
	}
	if err := s.readFile(given); err != nil {
		return false, err
	}
	return false, s.readSecrets()
}

// operand is the one argument of a command that is no setting.
func (s *settings) operand(into *string, name string) { s.operandInto, s.operandName = into, name }

// parseFlags reads the command line: flags, before and behind the operand.
func (s *settings) parseFlags(args []string) error {
	if err := s.Parse(args); err != nil || s.operandInto == nil {
		return err
	}
	if s.NArg() == 0 {
		return fmt.Errorf("%s is missing", s.operandName)
	}
	*s.operandInto = s.Arg(0)
	return s.Parse(s.Args()[1:])
}

// readEnvironment sets the flags that the command line has not given, and refuses a
// name that no command knows.
func (s *settings) readEnvironment(given map[string]bool) error {
	known := knownSettings()
	for name, value := range s.env {
		if strings.HasPrefix(name, testPrefix) {
			continue
		}
		if !slices.Contains(known, name) {
			return usageError(fmt.Sprintf("there is no setting %s; 'aurora %s --help' lists them", name, s.Name()))
		}
		if f := s.Lookup(flagName(name)); f != nil && !given[f.Name] {
			if err := f.Value.Set(value); err != nil {
				return usageError(fmt.Sprintf("%s: %q does not fit: %v", name, value, err))
			}
			given[f.Name] = true
		}
	}
	return nil
}

// readFile sets from aurora.toml what is not given yet.
func (s *settings) readFile(given map[string]bool) error {
	path := s.config
	if path == "" {
		path = configFile
	}
	var values map[string]any
	_, err := toml.DecodeFile(path, &values)
	if errors.Is(err, fs.ErrNotExist) && s.config == "" {
		return nil
	}
	if err != nil {
		return usageError(fmt.Sprintf("settings of %s: %v", path, err))
	}
	if err := checkSettingsFile(path, values); err != nil {
		return err
	}
	known := knownSettings()
	for key, value := range values {
		name := envPrefix + strings.ToUpper(key)
		f := s.Lookup(flagName(name))
		if key != strings.ToLower(key) || !slices.Contains(known, name) || f == nil && s.secrets[name] != nil {
			return usageError(fmt.Sprintf("%s: there is no setting %q", path, key))
		}
		if f == nil || given[f.Name] {
			continue
		}
		switch value.(type) {
		case string, int64, float64, bool:
		default:
			return usageError(fmt.Sprintf("%s: %s must be a single value", path, key))
		}
		if err := f.Value.Set(fmt.Sprint(value)); err != nil {
			return usageError(fmt.Sprintf("%s: %s: %q does not fit: %v", path, key, fmt.Sprint(value), err))
		}
	}
	return nil
}

func (s *settings) readSecrets() error {
	for name, value := range s.secrets {
		*value = s.env[name]
		path := s.Lookup(flagName(name + "_FILE")).Value.String()
		if path == "" {
			continue
		}
		if *value != "" {
			return usageError(fmt.Sprintf("both %s and %s_FILE are set: keep one", name, name))
		}
		text, err := readSecretFile(path)
		if err != nil {
			return usageError(fmt.Sprintf("%s_FILE: %v", name, err))
		}
		*value = text
	}
	return nil
}

func (s *settings) printHelp(out io.Writer) {
	fmt.Fprintf(out, "Settings of aurora %s; --foo-bar is AURORA_FOO_BAR in the environment and foo_bar in %s:\n", s.Name(), configFile)
	s.SetOutput(out)
	s.VisitAll(func(f *flag.Flag) {
		fallback := ""
		if f.DefValue != "" {
			fallback = " (default " + f.DefValue + ")"
		}
		fmt.Fprintf(out, "  --%-27s %s%s\n", f.Name, f.Usage, fallback)
	})
}

// flagName is the flag of an environment's name.
func flagName(name string) string {
	return strings.ReplaceAll(strings.ToLower(strings.TrimPrefix(name, envPrefix)), "_", "-")
}

// knownSettings are the environment's names of all commands' settings: one file of
// settings may serve them all.
func knownSettings() []string {
	var names []string
	for _, s := range []*settings{
		demoSettings(&demoOptions{}, environment{}),
		serveSettings(&serveOptions{}, environment{}),
		simSettings(&simOptions{}, environment{}),
		keySettings("create", &keyOptions{}, environment{}),
		accessSettings("add", &accessOptions{}, environment{}),
		ledgerSettings("verify", &ledgerOptions{}, environment{}),
		backupSettings(&backupOptions{}, environment{}),
		restoreSettings(&restoreOptions{}, environment{}),
	} {
		s.VisitAll(func(f *flag.Flag) {
			names = append(names, envPrefix+strings.ToUpper(strings.ReplaceAll(f.Name, "-", "_")))
		})
		for name := range s.secrets {
			names = append(names, name)
		}
	}
	return names
}
