package web

import (
	"net/url"
	"strings"
	"testing"
	"time"
)

// FuzzReturnTo looks for a path that is taken for ours and leads a browser elsewhere. It
// resolves as browsers do, which take \ for / and pass over tabs and line breaks.
func FuzzReturnTo(f *testing.F) {
	for _, path := range []string{"/", "/events?a=b#c", "//evil.example", `/\evil.example`, "/\t/evil.example", "https:evil.example", "/.//evil", "/%2f/evil", "/\u2028/x", "/:80/"} {
		f.Add(path)
	}
	const here = "https://aurora.example.org"
	base, _ := url.Parse(here + "/auth/callback")
	f.Fuzz(func(t *testing.T, path string) {
		if !isLocalPath(path) {
			return
		}
		seen := strings.NewReplacer("\t", "", "\r", "", "\n", "", `\`, "/").Replace(path)
		to, err := base.Parse(seen)
		if err != nil {
			return // a browser goes nowhere
		}
		if to.Scheme+"://"+to.Host != here {
			t.Errorf("%q leads to %s", path, to)
		}
		if whole, err := url.Parse(here + path); err == nil && whole.Scheme+"://"+whole.Host != here {
			t.Errorf("behind our origin %q leads to %s", path, whole)
		}
	})
}

// FuzzSeal looks for a cookie that we have not written and take for ours.
func FuzzSeal(f *testing.F) {
	s, other := newSeal[loginAttempt]("a secret", sealsAttempts), newSeal[loginAttempt]("another", sealsAttempts)
	begun := loginAttempt{State: "s", Verifier: "v", ReturnTo: "/", Until: time.Unix(1, 0).UTC()}
	ours := s.close(begun)
	for _, value := range []string{"", ".", "a.b", ours, ours[1:], ours + "A", other.close(begun), newSeal[loginAttempt]("a secret", sealsRefusals).close(begun)} {
		f.Add(value)
	}
	f.Fuzz(func(t *testing.T, value string) {
		if a, ok := s.open(value); ok != (value == ours) || ok && a != begun {
			t.Errorf("%q: got %+v, %v", value, a, ok)
		}
	})
}
