package web

import (
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"strings"
	"time"
)

// loginAttempt is a login that has begun. The browser keeps it, so that strangers who begin
// one after another fill nothing up here.
type loginAttempt struct {
	State    string    `json:"state"`    // which Discord brings back
	Verifier string    `json:"verifier"` // of PKCE
	ReturnTo string    `json:"returnTo"`
	Until    time.Time `json:"until"`
}

// seal makes it show if somebody else has written an attempt, or changed one.
type seal struct{ key []byte }

// newSeal derives a seal from a secret that all processes have.
func newSeal(secret string) seal {
	key, err := hkdf.Key(sha256.New, []byte(secret), nil, "aurora login attempt", sha256.Size)
	if err != nil {
		panic(err) // only for keys of unheard-of length
	}
	return seal{key}
}

// close writes an attempt as a cookie's value.
func (s seal) close(a loginAttempt) string {
	text, err := json.Marshal(a)
	if err != nil {
		panic(err) // texts and a time of our own
	}
	body := base64.RawURLEncoding.EncodeToString(text)
	return body + "." + s.mark(body)
}

// open reads a value that close has written.
func (s seal) open(value string) (a loginAttempt, ok bool) {
	body, mark, _ := strings.Cut(value, ".")
	if !hmac.Equal([]byte(mark), []byte(s.mark(body))) {
		return loginAttempt{}, false
	}
	text, err := base64.RawURLEncoding.DecodeString(body)
	if err != nil || json.Unmarshal(text, &a) != nil {
		return loginAttempt{}, false
	}
	return a, true
}

func (s seal) mark(body string) string {
	mac := hmac.New(sha256.New, s.key)
	mac.Write([]byte(body))
	return base64.RawURLEncoding.EncodeToString(mac.Sum(nil))
}
