package discord

import (
	"context"
	"fmt"
	"net/http"
	"sync"
	"time"

	disgo "github.com/disgoorg/disgo/discord"
	"github.com/disgoorg/disgo/rest"

	"github.com/aurorabot/aurora/internal/discord/gateway"
	"github.com/aurorabot/aurora/internal/event"
)

// holdShards opens the shards and holds them until ctx ends or Discord refuses one of
// them, which is the error. All are closed when it returns.
func (b *Bot) holdShards(ctx context.Context, info *disgo.GatewayBot) error {
	held, letGo := context.WithCancelCause(ctx)
	defer letGo(nil)
	total := info.Shards
	if b.cfg.Shards > 0 {
		total = b.cfg.Shards
	}
	starts := gateway.NewStarts(startLimit(info), b.askStarts, b.recorder.record, b.cfg.Observe)
	var shards sync.WaitGroup
	for id := range total {
		b.cfg.Observe(event.ShardChanged{Shard: id, Total: total, State: event.ShardConnecting})
		shard := gateway.New(gateway.Config{
			Token: b.cfg.Token, URL: info.URL, Shard: id, Total: total, Intents: gateway.Guilds,
			Heartbeat: b.cfg.Heartbeat, Starts: starts, Dialer: b.cfg.Dialer,
			Dispatch: b.dispatcher(id), Tell: b.recorder.record, Observe: b.cfg.Observe, Logger: b.cfg.Logger,
		})
		shards.Go(func() {
			if err := shard.Run(held); err != nil {
				letGo(err)
			}
		})
	}
	shards.Wait()
	if ctx.Err() != nil {
		return nil
	}
	return context.Cause(held)
}

// askStarts asks how many sessions may still begin.
func (b *Bot) askStarts(ctx context.Context) (gateway.Limit, error) {
	info, err := b.askGateway(ctx)
	if err != nil {
		return gateway.Limit{}, err
	}
	return startLimit(info), nil
}

// askGateway asks where the gateway is, for how many shards, and how many sessions
// may begin. That Discord does not know the token is a [*gateway.Refusal].
func (b *Bot) askGateway(ctx context.Context) (*disgo.GatewayBot, error) {
	info, err := b.rest.GetGatewayBot(rest.WithCtx(ctx))
	if restStatus(err) == http.StatusUnauthorized {
		return nil, &gateway.Refusal{Code: http.StatusUnauthorized}
	}
	if err != nil {
		return nil, fmt.Errorf("ask Discord for the gateway: %w", err)
	}
	if info.Shards < 1 {
		return nil, fmt.Errorf("ask Discord for the gateway: it recommends %d shards", info.Shards)
	}
	return info, nil
}

func startLimit(info *disgo.GatewayBot) gateway.Limit {
	limit := info.SessionStartLimit
	return gateway.Limit{
		Total: limit.Total, Remaining: limit.Remaining, MaxConcurrency: limit.MaxConcurrency,
		ResetAfter: time.Duration(limit.ResetAfter) * time.Millisecond,
	}
}
