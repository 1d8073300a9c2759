// Package leveling gives members experience for using commands, and levels for it.
//
// It is fed by the event log, so that no command waits for it, and keeps nothing
// itself: a [Store] does. It knows nothing of SQL, HTTP or Discord, and of no other
// module.
package leveling

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"github.com/aurorabot/aurora/internal/event"
	"github.com/aurorabot/aurora/internal/snowflake"
)

const (
	// perUse is the experience for one use of a command.
	perUse = 20
	// Cooldown is for how long after it further uses give nothing: to repeat a command
	// is no merit.
	Cooldown = time.Minute
)

// Member is one in a guild.
type Member struct {
	Guild, User snowflake.ID
}

// Use is one use of a command that is worth experience.
type Use struct {
	Member
	Interaction snowflake.ID
	Time        time.Time
	XP          int64
}

// Standing is how a member stands.
type Standing struct {
	XP    int64
	Place int // in the guild, from 1; 0 for who has no experience
}

// Store keeps all that leveling knows. It may be used from several goroutines; package
// levelingtest says, as tests, what every Store obeys.
type Store interface {
	// Credit gives members the experience for uses, which are in the order of their
	// time, and remembers that the log is counted up to seq; all or nothing. A use whose
	// interaction was credited in the last hour, or within [Cooldown] after the
	// member's last credited one, gives nothing. An upTo that is not behind the
	// remembered one changes nothing at all.
	Credit(ctx context.Context, uses []Use, upTo uint64) error
	// Counted is up to where the log is counted, and whether it ever was.
	Counted(ctx context.Context) (upTo uint64, known bool, err error)
	// Standing is a member's. Who have the same stand in the order of their ids.
	Standing(ctx context.Context, m Member) (Standing, error)
	// Experience is that of members of a guild, of those who have any.
	Experience(ctx context.Context, guild snowflake.ID, users []snowflake.ID) (map[snowflake.ID]int64, error)
}

// Service applies the rules. It may be used from several goroutines.
type Service struct {
	store  Store
	logger *slog.Logger
}

// NewService returns the rules over a store.
func NewService(store Store, logger *slog.Logger) *Service {
	return &Service{store: store, logger: logger}
}

// Badges says of members on which level they are. It is a [module.Badges].
func (s *Service) Badges(ctx context.Context, guild snowflake.ID, users []snowflake.ID) (map[snowflake.ID]string, error) {
	experience, err := s.store.Experience(ctx, guild, users)
	if err != nil {
		return nil, fmt.Errorf("levels: %w", err)
	}
	badges := make(map[snowflake.ID]string, len(experience))
	for user, xp := range experience {
		badges[user] = fmt.Sprintf("level %d", Level(xp))
	}
	return badges, nil
}

// usesOf are the uses of commands that events tell.
func usesOf(events []event.Event) []Use {
	var uses []Use
	for _, e := range events {
		if e.Type == "command.completed" && e.Guild.ID != 0 && e.User.ID != 0 && e.InteractionID != 0 {
			uses = append(uses, Use{
				Member: Member{Guild: e.Guild.ID, User: e.User.ID}, Interaction: e.InteractionID, Time: e.Time, XP: perUse,
			})
		}
	}
	return uses
}
