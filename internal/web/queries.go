package web

import (
	"cmp"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/aurorabot/aurora/internal/module"
)

// queryPath is where a module's query is asked.
func queryPath(m module.Module, q module.Query) string { return "/api/" + m.Name + q.Path }

// ask answers a module's query.
func ask(q module.Query) func(*http.Request) (any, error) {
	segments := segmentsOf(q.Path)
	return func(r *http.Request) (any, error) {
		asked, err := askedBy(r, segments, q.Parameters)
		if err != nil {
			return nil, err
		}
		answer, err := q.Answer(r.Context(), asked)
		if refusal, ok := errors.AsType[*module.Refusal](err); ok {
			return nil, refusedQuery(refusal)
		}
		return answer, err
	}
}

// segmentsOf are the names of the parameters in a path.
func segmentsOf(path string) (names []string) {
	for segment := range strings.SplitSeq(path, "/") {
		if name, ok := strings.CutPrefix(segment, "{"); ok {
			names = append(names, strings.TrimSuffix(name, "}"))
		}
	}
	return names
}

// askedBy reads the parameters by exact names. What is not known is refused: the answer
// would not be what was asked for.
func askedBy(r *http.Request, segments, parameters []string) (module.Asked, error) {
	asked := make(module.Asked)
	for name, values := range r.URL.Query() {
		switch {
		case !slices.Contains(parameters, name):
			return nil, unknownParameter(name, parameters)
		case len(values) > 1:
			return nil, badParameter(name, "comes more than once")
		}
		asked[name] = values[0]
	}
	for _, name := range segments {
		asked[name] = r.PathValue(name)
	}
	return asked, nil
}

func unknownParameter(name string, known []string) error {
	return &apiError{
		status: http.StatusBadRequest, code: unknownField, field: name,
		message: fmt.Sprintf("parameter %.32q is not known; known: %s", name, cmp.Or(strings.Join(known, ", "), "none")),
	}
}

func refusedQuery(refusal *module.Refusal) error {
	status := http.StatusBadRequest
	if refusal.Missing {
		status = http.StatusNotFound
	}
	return &apiError{status: status, code: refusal.Code, message: refusal.Text, field: refusal.Parameter}
}
