package storage

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"path/filepath"
	"sync"
	"time"
)

// lookEvery is how old the guard's knowledge of the disk can be.
const lookEvery = time.Second

// fullFor is how long a disk that took no more is left alone, though it may say that
// it has room: a quota can be met, or the file system's own limits.
const fullFor = 5 * time.Second

// guard is an engine on a disk that it watches. It refuses writes while there is so
// little room that SQLite could meet the end of it in places where that is not simply
// a refusal, and gives the reserve up for those that are let through.
type guard struct {
	engine
	options Options
	dir     string
	reserve reserve
	changed chan struct{} // the state has

	met   chan struct{} // a write has met the end of the disk
	stop  context.CancelFunc
	ended chan struct{}

	unreadable bool // the disk's space, when last looked at; the watching goroutine's

	mu    sync.Mutex
	space Space
	until time.Time // which the disk is taken for full, whatever it says
}

func newGuard(path string, o Options) *guard {
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	return &guard{
		options: o, dir: filepath.Dir(path), reserve: reserve{path: path + "-reserve", size: o.Reserve},
		changed: make(chan struct{}, 1), met: make(chan struct{}, 1), ended: make(chan struct{}),
		space: Space{State: SpaceOK, refuseBelow: o.RefuseBelow, openAbove: o.RefuseBelow + o.Reserve},
	}
}

func (g *guard) start() {
	ctx, stop := context.WithCancel(context.Background())
	g.stop = stop
	go g.watch(ctx)
}

func (g *guard) close() error {
	g.stop()
	<-g.ended
	return g.engine.close()
}

func (g *guard) write(ctx context.Context, fn func(*Tx) error) error {
	if space := g.current(); space.State == SpaceFull {
		return fmt.Errorf("%w: %s", ErrNoSpace, space)
	}
	return unguarded{g}.write(ctx, fn)
}

// unguarded lets every write through.
type unguarded struct{ *guard }

func (u unguarded) write(ctx context.Context, fn func(*Tx) error) error {
	err := u.engine.write(ctx, fn)
	if errors.Is(err, ErrNoSpace) {
		u.meetFull()
	}
	return err
}

// meetFull has the next writes refused at once. The watching goroutine gives up the
// reserve, and then tells of it.
func (g *guard) meetFull() {
	g.mu.Lock()
	g.until = time.Now().Add(fullFor)
	g.mu.Unlock()
	select {
	case g.met <- struct{}{}:
	default:
	}
}

func (g *guard) current() Space {
	g.mu.Lock()
	defer g.mu.Unlock()
	space := g.space
	if time.Now().Before(g.until) {
		space.State = SpaceFull
	}
	return space
}

func (g *guard) watch(ctx context.Context) {
	defer close(g.ended)
	tick := time.NewTicker(lookEvery)
	defer tick.Stop()
	for {
		g.look()
		select {
		case <-ctx.Done():
			return
		case <-g.met:
		case <-tick.C:
		}
	}
}

// look asks how much room there is, acts on it, and then tells of a change.
func (g *guard) look() {
	free, err := freeSpace(g.dir)
	if err != nil {
		if !g.unreadable {
			g.options.Logger.Warn("the space on the database's disk cannot be read; it is not watched", "dir", g.dir, "error", err)
		}
		g.unreadable = true
		return
	}
	g.unreadable = false
	g.mu.Lock()
	before := g.space.State
	g.space.Free, g.space.State = free, g.judge(free)
	space := g.space
	g.mu.Unlock()
	g.keepReserve(space)
	if space.State != before {
		g.tell(space)
	}
}

// judge is the state at so many free bytes. A state is left only when there is room for
// the reserve, too, or making it again would bring the state back. g.mu is held.
func (g *guard) judge(free uint64) SpaceState {
	below := func(least uint64, already bool) bool {
		return free < least || already && least > 0 && free < least+g.options.Reserve
	}
	was := g.space.State
	switch {
	case time.Now().Before(g.until), below(g.options.RefuseBelow, was == SpaceFull):
		return SpaceFull
	case below(g.options.WarnBelow, was != SpaceOK):
		return SpaceLow
	}
	return SpaceOK
}

func (g *guard) keepReserve(space Space) {
	var err error
	switch {
	case space.State == SpaceFull:
		err = g.reserve.release()
	case space.Free >= g.options.RefuseBelow+2*g.options.Reserve:
		err = g.reserve.make()
	}
	if err != nil {
		g.options.Logger.Warn("the reserve for a full disk is not in order", "error", err)
	}
}

func (g *guard) tell(space Space) {
	level := map[SpaceState]slog.Level{SpaceLow: slog.LevelWarn, SpaceFull: slog.LevelError}[space.State]
	g.options.Logger.Log(context.Background(), level, "the space on the database's disk has changed", "state", space.State, "dir", g.dir, "free", space.Free, "means", space.String())
	select {
	case g.changed <- struct{}{}:
	default:
	}
}
