package economy

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/aurorabot/aurora/internal/module"
	"github.com/aurorabot/aurora/internal/snowflake"
)

const (
	confirmFrom = 10_000           // coins, from which on a payment is asked about first
	confirmFor  = 30 * time.Second // for so long it is waited for an answer
)

// What the buttons under a question say. Behind it stands the id of the interaction
// that has led to the question.
const (
	yes = "yes:"
	no  = "no:"
)

func (c *commands) pay(ctx context.Context, in module.Interaction) (module.Reply, error) {
	p := Payment{To: in.Options["user"].Member, Amount: in.Options["amount"].Integer, Note: in.Options["note"].String}
	if p.Amount >= confirmFrom {
		return c.ask(ctx, in, p)
	}
	paid, err := c.Pay(ctx, in, p)
	if err != nil {
		return module.Reply{}, err
	}
	return paymentReply(in, p, paid), nil
}

// ask puts the question whether a large payment is meant.
func (c *commands) ask(ctx context.Context, in module.Interaction, p Payment) (module.Reply, error) {
	held, err := c.CheckPayment(ctx, in, p)
	if err != nil {
		return module.Reply{}, err
	}
	if err := c.questions.ask(in, p); err != nil {
		return module.Reply{}, err
	}
	currency, id := held.Currency, in.ID.String()
	reply := module.Reply{
		Title: "Is this right?", Tone: module.Caution, Private: true, ButtonsFor: confirmFor,
		Text: fmt.Sprintf("You are about to pay **%s** to %s.", currency.Format(p.Amount), mention(p.To.ID)),
		Fields: []module.Field{
			column("You have", currency.Format(held.Coins)),
			column("You would keep", currency.Format(held.Coins-p.Amount)),
		},
		Footer:  "Nothing is paid without Confirm. The buttons work for 30 seconds.",
		Expired: &module.Reply{Title: "Expired", Text: "The 30 seconds are over. Without a confirmation nothing was paid; /history shows what was."},
		Buttons: []module.Button{
			{ID: yes + id, Label: "Confirm", Style: module.Success},
			{ID: no + id, Label: "Cancel"},
		},
	}
	if p.Note != "" {
		reply.Fields = append(reply.Fields, line("Note", quoted(p.Note)))
	}
	return reply, nil
}

// answer is the press of a button under a question.
func (c *commands) answer(ctx context.Context, in module.Interaction) (module.Reply, error) {
	if id, ok := strings.CutPrefix(in.Button, no); ok {
		if err := c.questions.cancel(asked(id), in.User.ID); err != nil {
			return module.Reply{}, err
		}
		return module.Reply{Title: "Cancelled", Text: "Nothing was paid."}, nil
	}
	id := asked(strings.TrimPrefix(in.Button, yes))
	question, err := c.questions.confirm(id, in.User.ID)
	if err != nil {
		return module.Reply{}, err
	}
	// Paid in the name of the interaction that asked: so a second press pays nothing.
	paid, err := c.Pay(ctx, question.in, question.payment)
	if err != nil {
		return module.Reply{}, err
	}
	reply := module.Reply{Title: "Confirmed", Tone: module.Good, Text: fmt.Sprintf("You paid **%s** to %s.",
		paid.Currency.Format(paid.Amount), mention(question.payment.To.ID))}
	if c.questions.firstNews(id) {
		news := paymentReply(question.in, question.payment, paid)
		reply.Also = &news
	}
	return reply, nil
}

// asked reads the id of an interaction from a button. What is none was never asked.
func asked(text string) snowflake.ID {
	id, err := snowflake.Parse(text)
	if err != nil {
		return 0
	}
	return id
}

func paymentReply(in module.Interaction, p Payment, paid Paid) module.Reply {
	reply := module.Reply{
		Title: "Payment", Tone: module.Good,
		Text: fmt.Sprintf("%s paid **%s** to %s.\n%s now has **%s**.", mention(in.User.ID), paid.Currency.Format(paid.Amount),
			mention(p.To.ID), mention(in.User.ID), paid.Currency.Format(paid.Balance)),
	}
	if p.Note != "" {
		reply.Fields = []module.Field{line("Note", quoted(p.Note))}
	}
	return reply
}
