package web

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"unicode/utf8"
)

// maxNesting bounds how deep a client's JSON may go.
const maxNesting = 8

// document reads a text of JSON (RFC 8259) once, from its beginning to its end. It
// makes nothing of it but what is asked for, and is stricter than the standard decoder:
// a name that comes twice, and what is no UTF-8, is refused.
//
// Whoever reads asks for what comes next, and takes it: [document.object],
// [document.array], [document.string], [document.number], or [document.skip] for any.
// Once it has turned out to be no JSON, nothing more comes.
type document struct {
	text   []byte
	at     int
	depth  int
	blanks int // spaces that were passed over
	wrong  *problem
}

func newDocument(text []byte) *document {
	d := &document{text: text}
	if !utf8.Valid(text) {
		d.fail("it is not UTF-8")
	}
	return d
}

// fail makes what is wrong the end of the document.
func (d *document) fail(reason string) {
	if d.wrong == nil {
		d.wrong = &problem{code: badJSON, message: fmt.Sprintf("not JSON: byte %d: %s", d.at, reason)}
	}
	d.at = len(d.text)
}

// end returns what is wrong with the document, which must have been read.
func (d *document) end() *problem {
	if d.next(); d.at < len(d.text) {
		d.fail("there is something behind it")
	}
	return d.wrong
}

// next is the character with which the next token begins; 0 at the end.
func (d *document) next() byte {
	for ; d.at < len(d.text); d.at++ {
		switch c := d.text[d.at]; c {
		case ' ', '\t', '\n', '\r':
			d.blanks++
		default:
			return c
		}
	}
	return 0
}

// object calls field with each name, in order. It is field that takes the value.
func (d *document) object(field func(name []byte)) {
	d.enter('{')
	var seen names
	for more := d.more('}', true); more; more = d.more('}', false) {
		name := d.string()
		if seen.twice(name) {
			d.fail(fmt.Sprintf("the name %.32q comes twice", name))
		}
		d.take(':')
		if d.wrong != nil {
			return
		}
		field(name)
	}
}

// array calls element for each element, and it is element that takes it.
func (d *document) array(element func()) {
	d.enter('[')
	for more := d.more(']', true); more; more = d.more(']', false) {
		element()
	}
}

func (d *document) enter(bracket byte) {
	d.take(bracket)
	if d.depth++; d.depth > maxNesting {
		d.fail(fmt.Sprintf("nested deeper than %d", maxNesting))
	}
}

// more takes what is before the next member, or the bracket behind the last.
func (d *document) more(bracket byte, first bool) bool {
	if d.wrong == nil && d.next() == bracket {
		d.at++
		d.depth--
		return false
	}
	if !first {
		d.take(',')
	}
	return d.wrong == nil
}

func (d *document) take(c byte) {
	if d.next() != c {
		d.fail(fmt.Sprintf("there must be a %c", c))
		return
	}
	d.at++
}

// string takes a string. It may be a part of the document's text.
func (d *document) string() []byte {
	d.take('"')
	escapes := false
	for begin := d.at; d.at < len(d.text); d.at++ {
		switch c := d.text[d.at]; {
		case c == '"':
			d.at++
			if escapes {
				return d.unescape(d.text[begin-1 : d.at])
			}
			return d.text[begin : d.at-1]
		case c == '\\':
			escapes = true
			d.at++ // over what it escapes
		case c < ' ':
			d.fail("a control character in a string")
			return nil
		}
	}
	d.fail("a string has no end")
	return nil
}

func (d *document) unescape(quoted []byte) []byte {
	var text string
	if json.Unmarshal(quoted, &text) != nil {
		d.fail("there is no such escape in a string")
	}
	return []byte(text)
}

// number takes a number, as it is written.
func (d *document) number() []byte {
	d.next()
	begin := d.at
	for d.at < len(d.text) && strings.IndexByte("+-.0123456789Ee", d.text[d.at]) >= 0 {
		d.at++
	}
	number := d.text[begin:d.at]
	if !json.Valid(number) {
		d.fail("this is no value")
	}
	return number
}

// word takes true, false or null.
func (d *document) word() string {
	d.next()
	for _, word := range []string{"true", "false", "null"} {
		if bytes.HasPrefix(d.text[d.at:], []byte(word)) {
			d.at += len(word)
			return word
		}
	}
	d.fail("this is no value")
	return ""
}

// skip takes any value and returns it as it is written.
func (d *document) skip() []byte {
	kind, begin := d.next(), d.at
	switch kind {
	case '{':
		d.object(func([]byte) { d.skip() })
	case '[':
		d.array(func() { d.skip() })
	case '"':
		d.string()
	case 't', 'f', 'n':
		d.word()
	default:
		d.number()
	}
	return d.text[min(begin, d.at):d.at]
}
