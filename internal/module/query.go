package module

import (
	"context"
	"fmt"
)

// Query is a question about a module that the dashboard asks, by GET and by whoever
// may read.
type Query struct {
	// Path is below the module's own, /api/NAME: "" is that itself, and a segment in
	// braces, as in "/accounts/{guild}", is a parameter.
	Path string

	// Parameters are the names of those that may come behind the path. Others are refused.
	Parameters []string

	// Answer returns what becomes JSON. A [Refusal] is told to whoever asks; any other
	// error is logged, and they learn only that something failed. It may be called from
	// several goroutines, and reads no more than a page.
	Answer func(context.Context, Asked) (any, error)
}

// Asked are the parameters of a query by their names, as they were written. What was
// left out is "".
type Asked map[string]string

// RefuseParameter refuses a query for what is wrong with one of its parameters.
func RefuseParameter(name, reason string) error {
	return &Refusal{Code: "out_of_range", Text: fmt.Sprintf("parameter %s %s", name, reason), Parameter: name}
}

// RefuseMissing refuses a query because what it asks about is not there.
func RefuseMissing(code, text string) error {
	return &Refusal{Code: code, Text: text, Missing: true}
}
