package discordsim

import (
	"encoding/base64"
	"strings"
	"sync"

	"github.com/aurorabot/aurora/internal/snowflake"
)

// maxApplications bounds what strangers' tokens can make the simulator remember.
const maxApplications = 16

// selfName is the user name of the bot, whatever its token.
const selfName = "aurora"

// application is a bot's account: who it is, what it registered and where it is connected. It is a
// member of every guild.
type application struct {
	id       snowflake.ID
	self     *member
	commands *registry
	gateway  *gateway
	limits   *limits
}

func newApplication(id snowflake.ID, w *world, f *faults, n *notebook, c *counters, cfg Config) *application {
	self := &member{
		user:   user{ID: id, Username: selfName, Bot: true},
		joined: w.founded,
	}
	return &application{
		id:       id,
		self:     self,
		commands: newRegistry(),
		gateway:  newGateway(id, self, w, c, n, f, cfg),
		limits:   newLimits(),
	}
}

// applications knows the accounts by their tokens.
type applications struct {
	create func(snowflake.ID) *application

	mu      sync.Mutex
	byID    map[snowflake.ID]*application
	inOrder []*application
}

func newApplications(create func(snowflake.ID) *application) *applications {
	return &applications{create: create, byID: make(map[snowflake.ID]*application)}
}

// authenticate returns the account of a bot token. Any well-shaped token has one.
func (a *applications) authenticate(token string) (*application, bool) {
	id, ok := idFromToken(token)
	if !ok {
		return nil, false
	}
	app := a.named(id)
	return app, app != nil
}

// named returns the account with this id, made if need be, or nil if there are too many.
func (a *applications) named(id snowflake.ID) *application {
	a.mu.Lock()
	defer a.mu.Unlock()
	if app := a.byID[id]; app != nil {
		return app
	}
	if len(a.inOrder) == maxApplications {
		return nil
	}
	app := a.create(id)
	a.byID[id] = app
	a.inOrder = append(a.inOrder, app)
	return app
}

// known says whether there is an account with this id, without making one.
func (a *applications) known(id snowflake.ID) bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.byID[id] != nil
}

// all returns the accounts in the order in which they appeared.
func (a *applications) all() []*application {
	a.mu.Lock()
	defer a.mu.Unlock()
	return append([]*application{}, a.inOrder...)
}

func idFromToken(token string) (snowflake.ID, bool) {
	parts := strings.Split(token, ".")
	if len(parts) != 3 || parts[1] == "" || parts[2] == "" {
		return 0, false
	}
	text, err := base64.RawStdEncoding.DecodeString(parts[0])
	if err != nil {
		return 0, false
	}
	id, err := snowflake.Parse(string(text))
	return id, err == nil && id != 0
}
