package web

import (
	"time"

	"github.com/prometheus/client_golang/prometheus"
)

// deliveryBuckets are the limits of aurora_live_delivery_seconds. The least is what a
// hundred sockets take, the greatest is beyond a client's patience.
var deliveryBuckets = []float64{50e-6, 100e-6, 250e-6, 500e-6, 1e-3, 2.5e-3, 5e-3, 10e-3, 25e-3, 50e-3, 100e-3, 250e-3, 1, 5}

// liveMetrics are what the hub tells of itself. Writers count for themselves and add
// up once a round, so that an event on its way to a socket costs nothing here.
type liveMetrics struct {
	frames, bytes prometheus.Counter
	slow, resumed prometheus.Counter
	resets        *prometheus.CounterVec // by reason
	delivery      prometheus.Histogram
	gauges        []prometheus.Collector
}

func newLiveMetrics(h *Hub) *liveMetrics {
	m := &liveMetrics{
		frames:  counter("aurora_live_frames_written_total", "Frames that the kernel has taken for a socket, whole. A batch is one."),
		bytes:   counter("aurora_live_bytes_written_total", "Bytes that the kernel has taken for sockets, behind the handshake."),
		slow:    counter("aurora_live_slow_kicks_total", "Sockets closed with 4408 because they took nothing for too long or fell out of the ring."),
		resumed: counter("aurora_live_resumes_total", "Replays that were sent whole, up to RESUMED."),
		resets: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "aurora_live_resets_total", Help: "Positions that could not be served, by the reason that RESET gives.",
		}, []string{"reason"}),
		delivery: prometheus.NewHistogram(prometheus.HistogramOpts{
			Name: "aurora_live_delivery_seconds", Buckets: deliveryBuckets,
			Help: "From the hub's receipt of a published event until it is written to all sockets of one writer that keep up: the oldest event of each round.",
		}),
		gauges: []prometheus.Collector{
			gauge("aurora_live_sockets", "Sockets that are open.", func() float64 { return float64(h.Clients()) }),
			gauge("aurora_live_ring_oldest_seq", "The oldest event that is held ready as a frame. A socket behind it is read for from the log.", func() float64 { return float64(h.ring.oldest()) }),
			gauge("aurora_live_ring_newest_seq", "The newest event that is held ready: the sockets' goal.", func() float64 { return float64(h.ring.head()) }),
			gauge("aurora_live_ring_bytes", "The frames that are held ready, in bytes.", func() float64 { return float64(h.ring.size()) }),
		},
	}
	for _, reason := range []string{resetEpoch, resetRetention, resetTooFar, resetFuture} {
		m.resets.WithLabelValues(reason) // 0 is told, too
	}
	return m
}

func counter(name, help string) prometheus.Counter {
	return prometheus.NewCounter(prometheus.CounterOpts{Name: name, Help: help})
}

func gauge(name, help string, value func() float64) prometheus.Collector {
	return prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: name, Help: help}, value)
}

func (m *liveMetrics) collectors() []prometheus.Collector {
	return append(m.gauges, m.frames, m.bytes, m.slow, m.resumed, m.resets, m.delivery)
}

// Describe implements [prometheus.Collector].
func (h *Hub) Describe(into chan<- *prometheus.Desc) {
	for _, c := range h.metrics.collectors() {
		c.Describe(into)
	}
}

// Collect implements [prometheus.Collector].
func (h *Hub) Collect(into chan<- prometheus.Metric) {
	for _, c := range h.metrics.collectors() {
		c.Collect(into)
	}
}

// wrote counts what the kernel has taken.
func (m *liveMetrics) wrote(t tally) {
	m.frames.Add(float64(t.frames))
	m.bytes.Add(float64(t.bytes))
}

// tally is what has been written and is not counted yet.
type tally struct{ frames, bytes int }

func (t *tally) add(frames, bytes int) {
	t.frames += frames
	t.bytes += bytes
}

// stampNews notes for each writer since when there is something that it has not sent.
func (h *Hub) stampNews() {
	now := int64(h.age())
	for _, w := range h.writers {
		w.newsAt.CompareAndSwap(0, now)
	}
}

// newsSince is the stamp of the oldest event of a round that has news, else 0. Where
// more comes at this very moment, what comes may go untimed.
func (w *writer) newsSince(news bool) time.Duration {
	if !news {
		return 0
	}
	return time.Duration(w.newsAt.Swap(0))
}

// reportRound counts what a round has written.
func (w *writer) reportRound(since time.Duration) {
	if w.attempt.tally != (tally{}) {
		w.hub.metrics.wrote(w.attempt.tally)
		w.attempt.tally = tally{}
	}
	if since != 0 && len(w.sockets) > 0 {
		w.hub.metrics.delivery.Observe((w.hub.age() - since).Seconds())
	}
}
