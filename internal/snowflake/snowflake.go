// Package snowflake holds Discord's identifiers: 64-bit numbers that carry the
// millisecond of their making and travel in JSON as strings, because a browser's
// numbers end at 2^53.
//
// It is not a generator for Aurora's own rows: those are numbered by the database.
//
// The layout is Discord's: https://docs.discord.com/developers/reference#snowflakes
package snowflake

import (
	"database/sql/driver"
	"fmt"
	"strconv"
	"time"
)

// epoch is the first millisecond of 2015, from which Discord counts.
const epoch = 1420070400000

// ID identifies a guild, a member, an interaction. Zero means "none".
type ID uint64

// Parse reads the decimal form. Signs, spaces, an empty string and numbers beyond
// 64 bits are errors, so that no two texts name one thing.
func Parse(s string) (ID, error) {
	if s == "" || s[0] == '+' || len(s) > 1 && s[0] == '0' {
		return 0, fmt.Errorf("snowflake %.24q: not a decimal number", s)
	}
	n, err := strconv.ParseUint(s, 10, 64)
	if err != nil {
		return 0, fmt.Errorf("snowflake %.24q: not a decimal number of 64 bits", s)
	}
	return ID(n), nil
}

// At makes an ID for the instant t, to the millisecond. The low 22 bits, which
// Discord fills with a worker, a process and a count, are taken from low.
func At(t time.Time, low uint64) ID {
	return ID(uint64(t.UnixMilli()-epoch)<<22 | low&(1<<22-1))
}

// Time is when the ID was made, by the clock of whoever made it.
func (id ID) Time() time.Time {
	return time.UnixMilli(int64(id>>22) + epoch).UTC()
}

func (id ID) String() string { return strconv.FormatUint(uint64(id), 10) }

// MarshalText writes the decimal form; in JSON the ID is a string.
func (id ID) MarshalText() ([]byte, error) {
	return strconv.AppendUint(nil, uint64(id), 10), nil
}

// UnmarshalText reads what MarshalText wrote, by the rules of Parse.
func (id *ID) UnmarshalText(text []byte) error {
	parsed, err := Parse(string(text))
	if err != nil {
		return err
	}
	*id = parsed
	return nil
}

// Value stores the ID in a signed 64-bit column, bit for bit: databases have no
// unsigned one. Such a column can be compared for equality, not for order.
func (id ID) Value() (driver.Value, error) { return int64(id), nil }

// Scan reads what Value stored.
func (id *ID) Scan(column any) error {
	n, ok := column.(int64)
	if !ok {
		return fmt.Errorf("snowflake: cannot read a %T column", column)
	}
	*id = ID(n)
	return nil
}
