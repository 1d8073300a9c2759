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

// seal makes it show if somebody else has written a T that a browser keeps, or changed one.
type seal[T any] struct{ key []byte }

// What seals are for. What was sealed for one thing is none of another.
const (
	sealsAttempts = "aurora login attempt"
	sealsRefusals = "aurora refused login"
)

// newSeal derives a seal from a secret that all processes have.
func newSeal[T any](secret, purpose string) seal[T] {
	key, err := hkdf.Key(sha256.New, []byte(secret), nil, purpose, sha256.Size)
	if err != nil {
		panic(err) // only for keys of unheard-of length
	}
	return seal[T]{key}
}

// close writes value as a cookie's.
func (s seal[T]) close(value T) string {
	text, err := json.Marshal(value)
	if err != nil {
		panic(err) // texts and a time of our own
	}
	body := base64.RawURLEncoding.EncodeToString(text)
	return body + "." + s.mark(body)
}

// open reads what close has written.
func (s seal[T]) open(cookie string) (value T, ok bool) {
	body, mark, _ := strings.Cut(cookie, ".")
	if !hmac.Equal([]byte(mark), []byte(s.mark(body))) {
		return value, false
	}
	text, err := base64.RawURLEncoding.DecodeString(body)
	if err != nil || json.Unmarshal(text, &value) != nil {
		var none T
		return none, false
	}
	return value, true
}

func (s seal[T]) mark(body string) string {
	mac := hmac.New(sha256.New, s.key)
	mac.Write([]byte(body))
	return base64.RawURLEncoding.EncodeToString(mac.Sum(nil))
}
