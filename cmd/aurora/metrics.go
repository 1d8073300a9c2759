package main

import (
	"runtime"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"

	"github.com/aurorabot/aurora/internal/dashboard"
	"github.com/aurorabot/aurora/internal/event"
	"github.com/aurorabot/aurora/internal/modules/economy"
	"github.com/aurorabot/aurora/internal/storage"
)

// registry is all that GET /metrics tells: what is given, and Go's own figures of the
// process.
func registry(given ...prometheus.Collector) *prometheus.Registry {
	all := prometheus.NewRegistry()
	all.MustRegister(collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	all.MustRegister(given...)
	return all
}

// commitBuckets are the limits of aurora_database_commit_seconds: from a flush that
// the disk's cache took to one that waits behind others.
var commitBuckets = []float64{25e-6, 100e-6, 250e-6, 500e-6, 1e-3, 2.5e-3, 5e-3, 10e-3, 25e-3, 50e-3, 100e-3, 250e-3, 500e-3, 1, 5}

// timeCommits times the commits of db, which nobody uses yet, for Prometheus and for
// the dashboard.
func timeCommits(db *storage.DB, commits *dashboard.Commits) prometheus.Collector {
	times := prometheus.NewHistogram(prometheus.HistogramOpts{
		Name: "aurora_database_commit_seconds", Buckets: commitBuckets,
		Help: "The database's time for a commit, flush included. On SQLite callers share them.",
	})
	db.WatchCommits(func(took time.Duration) {
		times.Observe(took.Seconds())
		commits.Took(time.Now(), took)
	})
	return times
}

func buildInfo(b dashboard.Build) prometheus.Collector {
	return prometheus.NewGaugeFunc(prometheus.GaugeOpts{
		Name: "aurora_build_info", Help: "Always 1: the labels say which program this is.",
		ConstLabels: prometheus.Labels{"version": b.Version, "commit": b.Commit, "go": runtime.Version()},
	}, func() float64 { return 1 })
}

// busDrops tells how often a listener fell behind the events.
func busDrops(listener string, events *event.Subscription) prometheus.Collector {
	return prometheus.NewCounterFunc(prometheus.CounterOpts{
		Name: "aurora_bus_dropped_total", Help: "Events that found a listener's queue full, so that it read them from the log instead.",
		ConstLabels: prometheus.Labels{"listener": listener},
	}, func() float64 { return float64(events.Dropped()) })
}

// readings is a collector of gauges that are read when they are asked for.
type readings struct {
	known []*prometheus.Desc
	read  func(tell func(*prometheus.Desc, float64))
}

// Describe implements [prometheus.Collector].
func (r readings) Describe(into chan<- *prometheus.Desc) {
	for _, d := range r.known {
		into <- d
	}
}

// Collect implements [prometheus.Collector].
func (r readings) Collect(into chan<- prometheus.Metric) {
	r.read(func(d *prometheus.Desc, value float64) {
		into <- prometheus.MustNewConstMetric(d, prometheus.GaugeValue, value)
	})
}

// ledgerHealth tells how the ledger's last check came out, once there was one.
func ledgerHealth(integrity func() economy.Integrity) prometheus.Collector {
	balanced := prometheus.NewDesc("aurora_ledger_balanced", "1 if the ledger passed its last check, else 0: money commands are stopped then.", nil, nil)
	drift := prometheus.NewDesc("aurora_ledger_drift_coins", "How far the sum of all accounts is from zero.", nil, nil)
	checked := prometheus.NewDesc("aurora_ledger_checked_timestamp_seconds", "When the ledger was last checked, in seconds since 1970: time() minus this is the check's age.", nil, nil)
	return readings{[]*prometheus.Desc{balanced, drift, checked}, func(tell func(*prometheus.Desc, float64)) {
		last := integrity()
		if last.CheckedAt.IsZero() {
			return
		}
		passed := 0.0
		if last.Balanced {
			passed = 1
		}
		tell(balanced, passed)
		tell(drift, float64(last.Drift))
		tell(checked, float64(last.CheckedAt.UnixMilli())/1000)
	}}
}

// diskSpace tells the room on the database's disk, where it is watched.
func diskSpace(space func() storage.Space) prometheus.Collector {
	free := prometheus.NewDesc("aurora_database_disk_free_bytes", "Free bytes on the disk of the database's file. Of PostgreSQL's disk nothing is known.", nil, nil)
	return readings{[]*prometheus.Desc{free}, func(tell func(*prometheus.Desc, float64)) {
		if now := space(); now.Free > 0 || now.State != storage.SpaceOK {
			tell(free, float64(now.Free))
		}
	}}
}
