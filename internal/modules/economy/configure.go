package economy

import (
	"context"
	"fmt"

	"github.com/aurorabot/aurora/internal/event"
	"github.com/aurorabot/aurora/internal/module"
	"github.com/aurorabot/aurora/internal/snowflake"
)

// Config is the rules of a guild.
func (s *Service) Config(ctx context.Context, guild snowflake.ID) (Config, error) {
	c, err := s.store.Config(ctx, guild)
	if err != nil {
		return Config{}, fmt.Errorf("rules of guild %d: %w", guild, err)
	}
	return c, nil
}

// Configure changes the rules of the interaction's guild and returns them as they
// are now. Who may do so is not asked here.
func (s *Service) Configure(ctx context.Context, in module.Interaction, change Change) (Config, error) {
	change.Reason = Storable(change.Reason)
	_, after, err := s.store.Configure(ctx, Reconfiguration{
		Key:     in.ID.String(),
		Content: fmt.Sprintf("configure %d %s", in.Guild.ID, data(change)),
		Guild:   in.Guild.ID, Actor: in.User.ID,
		Change: change.apply,
		Event:  func(before, after Config) event.Event { return configChanged(in, before, after, change.Reason) },
	})
	if err != nil {
		return Config{}, failed("configure", err)
	}
	return after, nil
}
