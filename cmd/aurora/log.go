package main

import (
	"io"
	"log/slog"
	"os"
)

// logOptions say how the program logs.
type logOptions struct {
	format string
	level  slog.Level
}

func (o *logOptions) define(s *settings) {
	s.StringVar(&o.format, "log-format", "", "text or json; on a terminal text, else json")
	s.TextVar(&o.level, "log-level", slog.LevelInfo, "debug, info, warn or error")
}

// logger writes to out, which is standard error.
func (o *logOptions) logger(out io.Writer) (*slog.Logger, error) {
	format := o.format
	if format == "" {
		format = "json"
		if file, ok := out.(*os.File); ok && isTerminal(file) {
			format = "text"
		}
	}
	out = escaping{out}
	options := &slog.HandlerOptions{Level: o.level, ReplaceAttr: bounded}
	switch format {
	case "text":
		return slog.New(slog.NewTextHandler(out, options)), nil
	case "json":
		return slog.New(slog.NewJSONHandler(out, options)), nil
	}
	return nil, usageError("--log-format must be text or json")
}

func isTerminal(file *os.File) bool {
	info, err := file.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}
