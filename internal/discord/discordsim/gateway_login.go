package discordsim

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"strings"
)

// intents is a set of event groups. https://docs.discord.com/developers/events/gateway#list-of-intents
type intents uint64

const (
	intentGuilds     intents = 1 << 0
	knownIntents     intents = 1<<17 - 1 | 3<<20 | 3<<24
	privilegedIntent intents = 1<<1 | 1<<8 | 1<<15 // members, presences, message content: not enabled here
)

func (i intents) has(other intents) bool { return i&other == other }

// maxGuildsPerShard is beyond which Discord demands more shards.
const maxGuildsPerShard = 2500

// identifyData is the d of IDENTIFY.
// https://docs.discord.com/developers/events/gateway-events#identify
type identifyData struct {
	Token          *string         `json:"token"`
	Intents        *intents        `json:"intents"`
	Properties     *properties     `json:"properties"`
	Compress       bool            `json:"compress"`
	LargeThreshold *int            `json:"large_threshold"`
	Shard          *[]int          `json:"shard"`
	Presence       json.RawMessage `json:"presence"`
}

type properties struct {
	OS      string `json:"os"`
	Browser string `json:"browser"`
	Device  string `json:"device"`
}

// resumeData is the d of RESUME.
type resumeData struct {
	Token     *string `json:"token"`
	SessionID *string `json:"session_id"`
	Seq       *int64  `json:"seq"`
}

// identity is a checked IDENTIFY.
type identity struct {
	shard, of int
	sharded   bool // the client told its shard
	intents   intents
	compress  bool
}

// check applies the rules that need no application.
func (d identifyData) check() (identity, error) {
	if d.Token == nil || d.Properties == nil {
		return identity{}, errDecode
	}
	if t := d.LargeThreshold; t != nil && (*t < 50 || *t > 250) {
		return identity{}, errDecode
	}
	id := identity{of: 1, compress: d.Compress}
	if d.Shard != nil {
		if s := *d.Shard; len(s) != 2 || s[0] < 0 || s[1] < 1 || s[0] >= s[1] {
			return identity{}, errShard
		}
		id.shard, id.of, id.sharded = (*d.Shard)[0], (*d.Shard)[1], true
	}
	switch {
	case d.Intents == nil, *d.Intents&^knownIntents != 0:
		return identity{}, errIntents
	case *d.Intents&privilegedIntent != 0:
		return identity{}, errPrivileged
	}
	id.intents = *d.Intents
	return id, nil
}

// decodeData reads the d of a client's frame. Fields that Discord does not know are reported by name,
// not refused, as Discord ignores them.
func decodeData(data []byte, into any) (unknown string, err error) {
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.DisallowUnknownFields()
	err = decoder.Decode(into)
	if name, found := unknownField(err); found {
		unknown = name
		err = json.Unmarshal(data, into)
	}
	if err != nil {
		return unknown, errDecode
	}
	return unknown, nil
}

// unknownField reads the field's name from encoding/json's error, which has no type of its own.
func unknownField(err error) (name string, found bool) {
	var syntax *json.SyntaxError
	if err == nil || errors.As(err, &syntax) || errors.Is(err, io.EOF) {
		return "", false
	}
	name, found = strings.CutPrefix(err.Error(), "json: unknown field ")
	return strings.Trim(name, `"`), found
}
