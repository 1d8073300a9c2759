package economy

import (
	"sync"
	"time"

	"github.com/aurorabot/aurora/internal/module"
	"github.com/aurorabot/aurora/internal/snowflake"
)

// maxQuestions bounds those that are open at once.
const maxQuestions = 10_000

// questions are the payments that wait for a yes. They are kept in memory alone, as a
// note does not fit into a button: a restart forgets them, and then nothing was paid.
// Whether a payment happens once does not depend on them but on its key.
type questions struct {
	elapsed func() time.Duration

	mu   sync.Mutex
	open map[snowflake.ID]*question // by the interaction that has led to them
}

type question struct {
	in        module.Interaction
	payment   Payment
	asked     time.Duration
	confirmed bool // so that it can no longer be cancelled
	cancelled bool
	told      bool // to all, that it was paid
}

func newQuestions(elapsed func() time.Duration) *questions {
	return &questions{elapsed: elapsed, open: make(map[snowflake.ID]*question)}
}

// ask opens a question. The same interaction again leaves it as it is.
func (q *questions) ask(in module.Interaction, p Payment) error {
	q.mu.Lock()
	defer q.mu.Unlock()
	now := q.elapsed()
	for id, old := range q.open {
		if now-old.asked > 2*confirmFor { // the button was refused for as long already
			delete(q.open, id)
		}
	}
	if q.open[in.ID] != nil {
		return nil
	}
	if len(q.open) >= maxQuestions {
		return module.Refuse("too_many_questions", "Too many payments wait for their confirmation. Please try again in a minute.")
	}
	q.open[in.ID] = &question{in: in, payment: p, asked: now}
	return nil
}

// confirm answers a question with yes, also where that was done before.
func (q *questions) confirm(id, by snowflake.ID) (question, error) {
	q.mu.Lock()
	defer q.mu.Unlock()
	asked, err := q.find(id, by)
	if err != nil {
		return question{}, err
	}
	if asked.cancelled {
		return question{}, module.Refuse("payment_cancelled", "You have cancelled this payment. Nothing was paid.")
	}
	asked.confirmed = true
	return *asked, nil
}

// cancel answers a question with no.
func (q *questions) cancel(id, by snowflake.ID) error {
	q.mu.Lock()
	defer q.mu.Unlock()
	asked, err := q.find(id, by)
	if err != nil {
		return err
	}
	if asked.confirmed {
		return module.Refuse("payment_confirmed", "You have confirmed this payment already. /history shows what became of it.")
	}
	asked.cancelled = true
	return nil
}

// firstNews reports, once, that all have yet to hear of the payment.
func (q *questions) firstNews(id snowflake.ID) bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	asked := q.open[id]
	if asked == nil || asked.told {
		return false
	}
	asked.told = true
	return true
}

func (q *questions) find(id, by snowflake.ID) (*question, error) {
	asked := q.open[id]
	if asked == nil || asked.in.User.ID != by {
		return nil, module.Refuse("question_forgotten", "This question is no longer open, and nothing was paid by it now. Please use /pay again.")
	}
	return asked, nil
}
