package web

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"
)

// FuzzDocument holds the reader against the standard library's: it takes no more, and
// what it refuses beyond that is a name that comes twice, too deep, or no UTF-8.
func FuzzDocument(f *testing.F) {
	for _, text := range []string{
		`{"a":[1,-2.5e+3,true,false,null,"\u00e9\ud83d\ude00\"\\"],"b":{}}`, `[[[[[[[[]]]]]]]]`, `[[[[[[[[[]]]]]]]]]`, `{"a":1,"\u0061":2}`, "\"\xff\"",
		`[1,]`, `{"a":1,}`, `[,1]`, `{"a"}`, `01`, `1.`, `-`, `1e`, `tru`, `truer`, `"\x"`, `"\`, `"`, "\"\n\"", `[1 2]`, "1\x00", ` 1 `, ``, `[`, `]`, `{]`, `[}`, `"a"b`,
	} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		d := newDocument(text)
		d.skip()
		p := d.end()
		switch valid := json.Valid(text); {
		case p == nil && !valid:
			t.Errorf("%q is taken", text)
		case p != nil && valid && utf8.Valid(text) && !strings.Contains(p.message, "comes twice") && !strings.Contains(p.message, "deeper"):
			t.Errorf("%q is refused: %s", text, p.message)
		}
	})
}

func TestANameThatComesTwiceIsFoundAmongMany(t *testing.T) {
	for _, n := range []int{2, 16, 17, 18, 1000} {
		members := make([]string, n)
		for i := range members {
			members[i] = fmt.Sprintf(`"%d":%d`, i, i)
		}
		for _, c := range []struct {
			last  string
			twice bool
		}{{`"new":1`, false}, {`"0":1`, true}, {fmt.Sprintf(`"%d":1`, n-1), true}, {fmt.Sprintf(`"\u003%d":1`, 1), true}} {
			d := newDocument([]byte("{" + strings.Join(members, ",") + "," + c.last + "}"))
			d.skip()
			if p := d.end(); (p != nil) != c.twice {
				t.Errorf("%d names and %s: got %v", n, c.last, p)
			}
		}
	}
}

func TestSkippedIsGivenAsItIsWritten(t *testing.T) {
	const text = ` { "a" : [ 1.50 , "\u00e9" ] } `
	d := newDocument([]byte(text))
	if got := string(d.skip()); got != strings.TrimSpace(text) || d.end() != nil || d.blanks != strings.Count(text, " ") {
		t.Errorf("got %q with %d blanks, %v", got, d.blanks, d.end())
	}
}
