package access

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base32"
	"encoding/binary"
	"encoding/hex"
	"hash/crc32"
	"strings"
)

// A secret is the prefix, 256 random bits, and a checksum of both, by which one that
// was cut short or mistyped is known without asking, and which scanners for leaked
// secrets can look for.
const (
	Prefix      = "aur_"
	randomBytes = 32
)

var letters = base32.StdEncoding.WithPadding(base32.NoPadding)

// Hash is what is kept of a secret.
type Hash [sha256.Size]byte

// newSecret makes a secret and the id by which its key can be spoken of.
func newSecret() (secret, id string) {
	random := make([]byte, randomBytes+4)
	_, _ = rand.Read(random) // never fails, by its documentation
	body := Prefix + encode(random[:randomBytes])
	return body + checksum(body), "key_" + hex.EncodeToString(random[randomBytes:])
}

// newToken makes the secret of a session, 256 random bits, and the id by which it can be
// spoken of.
func newToken() (token, id string) {
	random := make([]byte, randomBytes+8)
	_, _ = rand.Read(random) // never fails, by its documentation
	return encode(random[:randomBytes]), "ses_" + hex.EncodeToString(random[randomBytes:])
}

// isToken tells what may be a token from what is none, without asking.
func isToken(text string) bool { return len(text) == letters.EncodedLen(randomBytes) }

// hashOf needs no salt and no slowness: what is hashed is random.
func hashOf(secret string) Hash { return sha256.Sum256([]byte(secret)) }

func wellFormed(secret string) bool {
	at := len(Prefix) + letters.EncodedLen(randomBytes)
	return strings.HasPrefix(secret, Prefix) && len(secret) > at && secret[at:] == checksum(secret[:at])
}

func checksum(body string) string {
	return encode(binary.BigEndian.AppendUint32(nil, crc32.ChecksumIEEE([]byte(body))))
}

func encode(b []byte) string { return strings.ToLower(letters.EncodeToString(b)) }
