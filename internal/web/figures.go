package web

import (
	"strconv"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/aurorabot/aurora/internal/dashboard"
	"github.com/aurorabot/aurora/internal/event"
)

// Counted is what the dashboard counts.
type Counted interface {
	Stats() dashboard.Stats
	Totals() dashboard.Totals
}

// Figures tells Prometheus what is counted. A figure that was not measured is left
// out, which is not the same as 0.
func Figures(of Counted) prometheus.Collector { return figures{of} }

type figures struct{ of Counted }

var (
	eventsTotal       = desc("aurora_events_total", "Events committed, by severity.", "severity")
	commandsTotal     = desc("aurora_commands_total", "Uses of commands, by outcome: completed (a refusal is an answer, too) or failed.", "outcome")
	requestsTotal     = desc("aurora_discord_requests_total", "Requests to Discord's HTTP API, by the answer's status; none where there was no answer.", "status")
	shards            = desc("aurora_gateway_shards", "Shards of this bot.")
	shardsReady       = desc("aurora_gateway_shards_ready", "Shards that are connected and served.")
	heartbeatLatency  = desc("aurora_gateway_latency_seconds", "The last heartbeat's time to its acknowledgement, by shard; of more than 64 shards, the slowest.", "shard")
	resumesTotal      = desc("aurora_gateway_resumes_total", "Sessions that were resumed.")
	reidentifiesTotal = desc("aurora_gateway_reidentifies_total", "Sessions that were lost, so that another began.")
)

func desc(name, help string, labels ...string) *prometheus.Desc {
	return prometheus.NewDesc(name, help, labels, nil)
}

// Describe implements [prometheus.Collector].
func (f figures) Describe(into chan<- *prometheus.Desc) {
	for _, d := range []*prometheus.Desc{eventsTotal, commandsTotal, requestsTotal, shards, shardsReady, heartbeatLatency, resumesTotal, reidentifiesTotal} {
		into <- d
	}
}

// Collect implements [prometheus.Collector].
func (f figures) Collect(into chan<- prometheus.Metric) {
	count := func(d *prometheus.Desc, n uint64, labels ...string) {
		into <- prometheus.MustNewConstMetric(d, prometheus.CounterValue, float64(n), labels...)
	}
	totals := f.of.Totals()
	for _, severity := range []event.Severity{event.Debug, event.Info, event.Notice, event.Warn, event.Error, event.Critical} {
		count(eventsTotal, totals.Events[severity], string(severity))
	}
	count(commandsTotal, totals.Completed, "completed")
	count(commandsTotal, totals.Failed, "failed")
	count(resumesTotal, totals.Resumed)
	count(reidentifiesTotal, totals.Begun)
	for status, n := range totals.REST {
		count(requestsTotal, n, statusLabel(status))
	}
	collectGateway(f.of.Stats().Gateway, into)
}

func collectGateway(g dashboard.Gateway, into chan<- prometheus.Metric) {
	if g.ShardsTotal == nil {
		return
	}
	tell := func(d *prometheus.Desc, value float64, labels ...string) {
		into <- prometheus.MustNewConstMetric(d, prometheus.GaugeValue, value, labels...)
	}
	tell(shards, float64(*g.ShardsTotal))
	tell(shardsReady, float64(g.ShardsReady))
	for _, shard := range g.Shards {
		if shard.LatencyMs != nil {
			tell(heartbeatLatency, *shard.LatencyMs/1000, strconv.Itoa(shard.ID))
		}
	}
}

func statusLabel(status int) string {
	if status == 0 {
		return "none"
	}
	return strconv.Itoa(status)
}
