package discordsim

import (
	"encoding/json"
	"fmt"
	"strconv"

	"github.com/gobwas/ws"
)

// Opcodes of the gateway.
// https://docs.discord.com/developers/topics/opcodes-and-status-codes#gateway-gateway-opcodes
const (
	opDispatch          = 0
	opHeartbeat         = 1
	opIdentify          = 2
	opPresenceUpdate    = 3
	opVoiceStateUpdate  = 4
	opResume            = 6
	opReconnect         = 7
	opRequestMembers    = 8
	opInvalidSession    = 9
	opHello             = 10
	opHeartbeatAck      = 11
	opRequestSoundboard = 31
	opRequestChannels   = 43
)

// closeError ends a connection with one of Discord's close codes.
// https://docs.discord.com/developers/topics/opcodes-and-status-codes#gateway-gateway-close-event-codes
type closeError struct {
	code   ws.StatusCode
	rule   string // the violation's slug; "" where the bot is not to blame
	reason string
}

func (e closeError) Error() string { return fmt.Sprintf("close %d: %s", e.code, e.reason) }

// resumable says whether a session outlives a closing with this code.
func (e closeError) resumable() bool {
	switch e.code {
	case 4004, 4007, 4009, 4010, 4011, 4012, 4013, 4014:
		return false
	default:
		return true
	}
}

var (
	errSilent         = closeError{4000, "heartbeat_missed", "Unknown error."}
	errUnknownOpcode  = closeError{4001, "unknown_opcode", "Unknown opcode."}
	errDecode         = closeError{4002, "undecodable_frame", "Error while decoding payload."}
	errTooLarge       = closeError{4002, "frame_too_large", "Error while decoding payload."}
	errNotIdentified  = closeError{4003, "not_identified", "Not authenticated."}
	errToken          = closeError{4004, "bad_token", "Authentication failed."}
	errIdentifiedOnce = closeError{4005, "identified_twice", "Already authenticated."}
	errSeqAhead       = closeError{4007, "resume_seq_ahead", "Invalid seq."}
	errSendLimit      = closeError{4008, "send_limit", "Rate limited."}
	errTimedOut       = closeError{4009, "", "Session timed out."}
	errShard          = closeError{4010, "bad_shard", "Invalid shard."}
	errSharding       = closeError{4011, "sharding_required", "Sharding required."}
	errVersion        = closeError{4012, "bad_version", "Invalid API version."}
	errIntents        = closeError{4013, "bad_intents", "Invalid intent(s)."}
	errPrivileged     = closeError{4014, "intents_not_enabled", "Disallowed intent(s)."}
	errTokenReset     = closeError{4004, "", "Authentication failed."}
	errStartsSpent    = closeError{4004, "session_starts_spent", "Authentication failed."}
)

// received is a frame of the client.
type received struct {
	Op   *int            `json:"op"`
	Data json.RawMessage `json:"d"`
	Seq  json.RawMessage `json:"s"` // some clients send s and t, which mean nothing here
	Type json.RawMessage `json:"t"`
}

// encodeControl encodes a frame that is no dispatch. data is JSON, or "" for a frame without d.
func encodeControl(op int, data string) []byte {
	if data != "" {
		data = `,"d":` + data
	}
	return []byte(`{"t":null,"s":null,"op":` + strconv.Itoa(op) + data + `}`)
}

// encodeDispatch encodes an event with its number in the session.
func encodeDispatch(event string, seq int64, data []byte) []byte {
	frame := make([]byte, 0, len(data)+64)
	frame = append(frame, `{"t":"`...)
	frame = append(frame, event...)
	frame = append(frame, `","s":`...)
	frame = strconv.AppendInt(frame, seq, 10)
	frame = append(frame, `,"op":0,"d":`...)
	frame = append(frame, data...)
	return append(frame, '}')
}
