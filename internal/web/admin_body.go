package web

import (
	"fmt"
	"math"
	"net/http"
	"strconv"
	"time"
)

// field takes the value of a body's field, and says what is wrong with it.
type field func(*document) *problem

// readFields reads a body, of limit bytes at most, that is one object with some of the
// given fields.
func readFields(r *http.Request, limit int, fields map[string]field) error {
	body, err := readBody(r, limit)
	if err != nil {
		return err
	}
	d := newDocument(body)
	if kind := d.next(); kind != '{' && kind != 0 {
		d.skip()
		if p := d.end(); p != nil {
			return p.refusal("")
		}
		return (&problem{wrongType, "the body must be an object"}).refusal("")
	}
	var wrong error
	d.object(func(name []byte) {
		take, known := fields[string(name)]
		if !known {
			take = func(d *document) *problem {
				d.skip()
				return &problem{unknownField, fmt.Sprintf("field %.32q is not known here", name)}
			}
		}
		if p := take(d); p != nil && wrong == nil {
			wrong = p.refusal(fmt.Sprintf("%.32s", name))
		}
	})
	if p := d.end(); p != nil {
		return p.refusal("")
	}
	return wrong
}

// textInto takes a string.
func textInto(into *string) field {
	return func(d *document) *problem {
		if d.next() != '"' {
			d.skip()
			return &problem{wrongType, "this must be a string"}
		}
		*into = string(d.string())
		return nil
	}
}

// secondsInto takes a whole number of seconds, at least one, or null.
func secondsInto(into *time.Duration) field {
	return func(d *document) *problem {
		text := string(d.skip())
		if text == "null" {
			return nil
		}
		n, err := strconv.ParseInt(text, 10, 64)
		switch {
		case err != nil:
			return &problem{wrongType, "this must be a whole number of seconds"}
		case n < 1 || n > math.MaxInt64/int64(time.Second):
			return &problem{outOfRange, "this must be at least 1 second, and less than 292 years"}
		}
		*into = time.Duration(n) * time.Second
		return nil
	}
}
