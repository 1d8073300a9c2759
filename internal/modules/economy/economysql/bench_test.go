package economysql_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/aurorabot/aurora/internal/event"
	"github.com/aurorabot/aurora/internal/modules/economy"
	"github.com/aurorabot/aurora/internal/snowflake"
	"github.com/aurorabot/aurora/internal/storage/storagetest"
)

// The guild of the benchmarks, and how many members it has.
const (
	benchGuild   snowflake.ID = 1 << 40
	benchMembers              = 1_000
)

func benchMember(n int) economy.Account {
	return economy.Account{Guild: benchGuild, Holder: 1<<50 + snowflake.ID(n)}
}

// BenchmarkTransfer moves coins between random members with their event, durably, by
// one caller and by many who share commits. x-flush is how many such transfers are
// made in the time of one appended flush, measured before and after on the same disk.
func BenchmarkTransfer(b *testing.B) {
	for _, callers := range []int{1, 64} {
		b.Run(fmt.Sprintf("callers=%d", callers), func(b *testing.B) {
			l := benchLedger(b, "sqlite:"+filepath.Join(b.TempDir(), "aurora.db"), benchMembers)
			flush := appendedFlush(b)
			b.ResetTimer()
			transferAll(b, l, callers, benchMembers, b.N)
			b.StopTimer()
			flush = (flush + appendedFlush(b)) / 2
			b.ReportMetric(flush.Seconds()*float64(b.N)/b.Elapsed().Seconds(), "x-flush")
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "transfers/s")
		})
	}
}

// BenchmarkTransferPostgreSQL lets 16 callers move coins between 10 accounts, and
// beside it a program that sends the same statements by the driver alone. x-bare is
// the ratio of the two speeds.
func BenchmarkTransferPostgreSQL(b *testing.B) {
	const callers, accounts = 16, 10
	l := benchLedger(b, storagetest.PostgreSQL(b), accounts)
	bare := openBare(b, storagetest.PostgreSQL(b), callers, accounts)
	b.ResetTimer()
	for n := 0; n < b.N; n += min(1000, b.N-n) { // in turn, so that both meet the same machine
		b.StopTimer()
		bare.transferAll(b, min(1000, b.N-n))
		b.StartTimer()
		transferAll(b, l, callers, accounts, min(1000, b.N-n))
	}
	b.StopTimer()
	b.ReportMetric(bare.spent.Seconds()/b.Elapsed().Seconds(), "x-bare")
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "transfers/s")
}

// benchLedger is a ledger in which members hold more than they will pay.
func benchLedger(b *testing.B, url string, members int) ledger {
	b.Helper()
	l := openLedger(b, url)
	for n := range members {
		if _, err := l.Post(b.Context(), transfer(fmt.Sprint("issue ", n), economy.Grants(benchGuild), benchMember(n), economy.MaxAmount)); err != nil {
			b.Fatal(err)
		}
	}
	return l
}

var benchKey atomic.Int64

func transferAll(b *testing.B, l ledger, callers, members, total int) {
	var done atomic.Int64
	var wg sync.WaitGroup
	for c := range callers {
		random := rand.New(rand.NewPCG(uint64(benchKey.Add(1)), uint64(c)))
		wg.Go(func() {
			for done.Add(1) <= int64(total) {
				from := random.IntN(members)
				to := (from + 1 + random.IntN(members-1)) % members
				if _, err := l.Post(b.Context(), transfer(newKey(), benchMember(from), benchMember(to), 1)); err != nil {
					b.Error(err)
					return
				}
			}
		})
	}
	wg.Wait()
}

// newKey is like the ids of Discord's interactions: ascending in time, and so in the
// index of keys.
func newKey() string { return snowflake.At(time.Now(), uint64(benchKey.Add(1))).String() }

// transfer is a transaction with an event of ordinary size.
func transfer(key string, from, to economy.Account, amount int64) economy.Transaction {
	t := paying(key, from, to, amount)
	t.Content = fmt.Sprintf("pay %d %d %d %d ", from.Guild, from.Holder, to.Holder, amount)
	t.Members = []event.Ref{{ID: from.Holder, Name: "mira"}, {ID: to.Holder, Name: "nova"}}
	t.Event = func(p economy.Posted) event.Event {
		return event.Event{
			Type: "economy.transfer.completed", Severity: event.Info, Source: "economy", Title: "Transfer completed",
			Message: "mira paid 1 coin to nova", Guild: event.Ref{ID: from.Guild, Name: "Town"}, User: t.Members[0],
			Command: "pay", TraceID: key,
			Data: []byte(fmt.Sprintf(`{"amount":"1","from":{"id":"%d","name":"mira"},"fromBalance":"%d","to":{"id":"%d","name":"nova"},"toBalance":"%d"}`,
				from.Holder, p.Balance(from), to.Holder, p.Balance(to))),
		}
	}
	return t
}

// appendedFlush is what it takes to append a page to a file and to flush it to disk,
// on average.
func appendedFlush(b *testing.B) time.Duration {
	b.Helper()
	file, err := os.Create(filepath.Join(b.TempDir(), "appended"))
	if err != nil {
		b.Fatal(err)
	}
	defer file.Close()
	page := make([]byte, 4096)
	const times = 2_000
	start := time.Now()
	for range times {
		if _, err := file.Write(page); err != nil {
			b.Fatal(err)
		}
		if err := file.Sync(); err != nil {
			b.Fatal(err)
		}
	}
	return time.Since(start) / times
}
